/** What a configuration says that is surely not meant. Names of keys, and where they stand, are those of the file. */
export const configNotes = {
  'no-directory': '{place}: {key} names {path}, which is no directory',
  'language-left-out': '{place}: {key} is "{language}", which Postern does not speak: it is left out',
  'no-language-left': '{place}: {key} is "{language}", which Postern does not speak: all of its languages are offered',
  'default-not-offered': '{place}: {key} is "{language}", which the default site does not offer: it has no effect',
  'site-default-not-offered': '{place}: {key} is "{language}", which {site} does not offer: it has no effect',
  'group-default-not-offered': '{place}: {key} is "{language}", which its sites do not offer: it has no effect',
  'idle-beyond-total': '{place}: {key} is {idle}, but a session ends after {total} minutes in any case (session.total_minutes)',
  'lock-against-default-site': '{place}: {group} locks {preference} to another value than the default site does; the site’s lock wins',
  'lock-against-site': '{place}: {group} locks {preference} to another value than {site} does; the site’s lock wins',
  'lock-against-group': '{place}: {group} locks {preference} to another value than {first} does, and somebody is in both; the lock of {first} wins, which comes first',
} as const
