/** What the archive is made of: people, subjects and sentences that go together in any order. */

export const CORRESPONDENTS: readonly string[] = [
  'Orla Dunne <orders@quayside-press.example>', 'Morag Gull <gull@east-light.example>', 'Rufus Beam <beam@north-light.example>', 'Sorcha Flint <flint@south-light.example>',
  'Zoe Lindqvist <zoe@lantern-house.example>', 'Harbour Office <diary@harbour-office.example>', 'E. Thorne <e.thorne@far-rock.example>', 'Town Hall <events@town-hall.example>',
  'Fergal Quinn <fergal@harbour-voices.example>', 'Ines Duarte <ines@cabo-branco.example>', 'Tomasz Zielinski <tomasz@bursztyn.example>', 'Priya Nair <priya@monsoon-archive.example>',
  'Halvard Berg <halvard@fyrliste.example>', 'Nadia Morozova <nadia@white-sea.example>', 'Yusuf Aydin <yusuf@bosphorus.example>', 'Mei Tanaka <mei@lighthouse-friends.example>',
  'Luc Perrin <luc@phares.example>', 'Greta Holm <greta@sund.example>', 'Owen Pryce <owen@skerries.example>', 'Captain Rook <rook@ferry-line.example>',
  'School of Harbour East <office@harbour-school.example>', 'Margaret Archer <margaret@archers.example>', 'Bakery on the Quay <bread@quay-bakery.example>', 'Friends of the Museum <friends@lantern-house.example>',
  'Insurance desk <claims@steady-mutual.example>', 'Electric company <bills@spark-and-sons.example>', 'Glass and Lens Ltd <workshop@glass-lens.example>', 'Small Museums <letter@small-museums.example>',
]

export const TOPICS: readonly string[] = [
  'Logbook of the winter of 1911', 'The brass plate in the hall', 'School visit on Thursday', 'Oil for the old lamp', 'Loan of two oilskins', 'Guided tour in October', 'A leak above the corridor',
  'The model of the tower', 'Opening times at Easter', 'Donation: a sextant', 'New labels for room three', 'Minutes of the committee', 'Invoice for the plinths', 'Ferry timetable', 'The bell buoy',
  'Portrait of the second keeper', 'Insurance of the lens', 'Heating in the lamp room', 'Lecture on fog signals', 'Postcards for the shop', 'The missing key', 'Paint for the gallery rail', 'A question about tides',
  'Photographs of the storm', 'Volunteers for the weekend', 'Window cleaning, outside', 'Bench at the end of the pier', 'The cat of the boathouse', 'Radio interview', 'Map of the wrecks',
  'Rope, forty metres', 'Soup kitchen at the regatta', 'Grant application, second round', 'Guest book, page 200', 'Hearing aid loop', 'The wind gauge', 'Christmas lights on the tower', 'Audio guide in Welsh',
]

export const SENTENCES: readonly string[] = [
  'Thank you for your message of last week.', 'I have looked at it again, and I think you are right.', 'The parcel came this morning, a little wet but whole.', 'Could you send me the measurements before Friday?',
  'We have moved everything up one floor, to be on the safe side.', 'The school would like to come on Thursday instead, with thirty children and two teachers.', 'It is cheaper than we feared and dearer than we hoped.',
  'Nobody remembers who ordered it, but it fits.', 'The committee meets at six; there will be biscuits.', 'I enclose a list of what is missing, which is shorter than last year.', 'The glass has to rest for two days before it may be touched.',
  'If the weather holds, the ferry brings it on Tuesday.', 'Please do not tell Bob before it hangs.', 'The old one still works, if one talks to it.', 'I will bring the keys myself.', 'There is a draught in the corridor again.',
  'We should write down how we did it, while somebody still knows.', 'The colour in the photograph is not the colour on the wall.', 'He says that it was always like that, and he has been here since 1961.', 'Let me know whether that suits you.',
  'The bill is attached to the parcel, not to this letter.', 'It took four of us and the baker.', 'I would rather wait until spring.', 'The visitors liked the kettle best.', 'Two lamps have to be replaced, and one that we do not understand.',
  'The wind took the banner; it was seen over the golf course.', 'I have put it into the calendar.', 'You may keep the copy.', 'The tide will be low at half past nine.', 'We are very happy with the result.',
]
