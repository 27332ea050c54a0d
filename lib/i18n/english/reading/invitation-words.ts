/** The words of the page of an appointment that a message brings, in English. */
export const invitations = {
  title: 'Appointment',
  start: 'Begins',
  end: 'Ends',
  repeats: 'Repeats',
  repeating: 'yes; the first one is shown',
  location: 'Where',
  organizer: 'Invited by',
  attendees: 'Invited',
  cancelled: 'This appointment is cancelled.',
  updated: 'This is a change to an earlier invitation.',
  reply: 'This is somebody’s answer to an invitation.',
  answerGoesTo: 'Your answer goes to {address}.',
  answers: { accepted: 'Accept', tentative: 'Perhaps', declined: 'Decline' },
  participations: { 'needs-action': 'not answered', accepted: 'comes', tentative: 'perhaps', declined: 'does not come', delegated: 'sends somebody else' },
  subjects: { accepted: 'Accepted: {summary}', tentative: 'Perhaps: {summary}', declined: 'Declined: {summary}' },
  sent: '{address} has been told.',
} as const
