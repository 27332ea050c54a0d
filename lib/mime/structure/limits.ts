/** Octets kept of the message's own header block; more are counted but not read (threats.md D13 as for all of these). */
export const HEADER_LIMIT = 1024 * 1024

/** Octets read of the header block of a part or of a message inside a message. */
export const PART_HEADER_LIMIT = 64 * 1024

/** Levels of multipart and message/rfc822 inside each other; a deeper one is an opaque leaf. */
export const DEPTH_LIMIT = 100

/** Parts of a message; the last one takes in all that follows. */
export const PARTS_LIMIT = 10_000

/** Characters of BODYSTRUCTURE that are written for all parts together; then no further part begins. */
export const STRUCTURE_LIMIT = 4 * 1024 * 1024

/** Octets of a boundary that are compared; RFC 2046 §5.1.1 allows 70. */
export const BOUNDARY_LIMIT = 512
