import fc from 'fast-check'

/** A message of a conversation as whoever wrote it knows it: `parent` is the UID of what it answers. */
export interface Post {
  readonly uid: number
  readonly parent: number | undefined
  /** The subject of its conversation. */
  readonly topic: number
  /** Seconds; no two posts have the same. */
  readonly sent: number
}

/** Up to ten posts in the order in which they arrived, which is not that in which they were written. */
export const posts: fc.Arbitrary<readonly Post[]> = fc
  .tuple(fc.integer({ min: 0, max: 10 }), fc.array(fc.nat(20), { minLength: 10, maxLength: 10 }), fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 10 }))
  .map(([count, choices, shuffled]) => {
    const uids = shuffled.filter((uid) => uid <= count)
    const written: Post[] = []
    for (const [index, uid] of uids.entries()) {
      // Half of them answer an earlier one.
      const answered = choices[index]! % 2 === 0 ? undefined : written[choices[index]! % Math.max(1, index)]
      written.push({ uid, parent: answered?.uid, topic: answered?.topic ?? uid, sent: index * 100 + choices[index]! })
    }
    return written.sort((a, b) => a.uid - b.uid)
  })

export function renderPost(post: Post, all: readonly Post[]): string {
  const above = ancestors(post, all)
  const lines = [
    `Date: ${new Date(Date.UTC(2024, 0, 1) + post.sent * 1000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <post${post.uid}@example.test>`,
    `Subject: ${post.parent === undefined ? '' : 'Re: '}topic ${post.topic}`,
    ...(above.length > 0 ? [`References: ${above.map(({ uid }) => `<post${uid}@example.test>`).join('\r\n ')}`] : []),
  ]
  return `${lines.join('\r\n')}\r\n\r\ntext\r\n`
}

/** What it answers, the first of its conversation first. */
function ancestors(post: Post, all: readonly Post[]): readonly Post[] {
  const parent = all.find(({ uid }) => uid === post.parent)
  return parent ? [...ancestors(parent, all), parent] : []
}

const bySent = (a: Post, b: Post): number => a.sent - b.sent

/** REFERENCES over those that were found: each below the nearest found one that it descends from. */
export function references(found: readonly Post[], all: readonly Post[]): string {
  const nearest = (post: Post): Post | undefined => ancestors(post, all).filter((one) => found.includes(one)).at(-1)
  const write = (post: Post): string => {
    const children = found.filter((one) => nearest(one) === post).sort(bySent)
    if (children.length === 0) return `${post.uid}`
    return `${post.uid} ${children.length === 1 ? write(children[0]!) : children.map((child) => `(${write(child)})`).join('')}`
  }
  return topics(found.filter((post) => !nearest(post)))
    .map((tops) => (tops.length === 1 ? `(${write(tops[0]!)})` : `(${tops.map((top) => `(${write(top)})`).join('')})`))
    .join('')
}

/** ORDEREDSUBJECT: the first of each topic, and all others below it. */
export function orderedSubject(found: readonly Post[]): string {
  return topics(found)
    .map(([first, ...rest]) => (rest.length < 2 ? `(${[first, ...rest].map((post) => post!.uid).join(' ')})` : `(${first!.uid} ${rest.map(({ uid }) => `(${uid})`).join('')})`))
    .join('')
}

/** Those of one topic together; topics and what is in them by date. */
function topics(found: readonly Post[]): readonly (readonly Post[])[] {
  const sorted = [...found].sort(bySent)
  return [...new Set(sorted.map(({ topic }) => topic))].map((topic) => sorted.filter((post) => post.topic === topic))
}
