/** What a configuration says that is surely not meant. Each stands behind its place; names of keys are those of the file. */
export const configNotes = {
  'old-name': '{key} is an old name that version {version} does not know any more; write {name}',
  'no-directory': '{key} names {path}, which is no directory',
  'language-left-out': '{key} is "{language}", which Postern does not speak: it is left out',
  'no-language-left': '{key} is "{language}", which Postern does not speak: all of its languages are offered',
  'default-not-offered': '{key} is "{language}", which the default site does not offer: it has no effect',
  'site-default-not-offered': '{key} is "{language}", which {site} does not offer: it has no effect',
  'group-default-not-offered': '{key} is "{language}", which its sites do not offer: it has no effect',
  'idle-beyond-total': '{key} is {idle}, but a session ends after {total} minutes in any case (session.total_minutes)',
  'lock-against-default-site': '{group} locks {preference} to another value than the default site does; the site’s lock wins',
  'lock-against-site': '{group} locks {preference} to another value than {site} does; the site’s lock wins',
  'lock-against-group': '{group} locks {preference} to another value than {first} does, and somebody is in both; the lock of {first} wins, which comes first',
} as const
