/** One way in which mail programs were broken, the advisories that tell of it, and the vectors that try it here. */
export interface AdvisoryClass {
  readonly advisories: readonly string[]
  /** What the names of its vectors begin with. */
  readonly vectors: readonly string[]
}

/** The classes of the published advisories; a test holds that each is tried. */
export const ADVISORY_CLASSES: Readonly<Record<string, AdvisoryClass>> = {
  'scripts by SVG, MathML and namespaces': { advisories: ['CVE-2020-15562', 'CVE-2020-16145', 'CVE-2023-5631', 'CVE-2024-37383', 'CVE-2025-68461', 'CVE-2018-14951', 'CVE-2019-12970'], vectors: ['svg ', 'math ', 'mutation: xmlns'] },
  'CDATA and comments': { advisories: ['CVE-2020-12625'], vectors: ['script in CDATA', 'script in a comment', 'mutation: comment'] },
  'mutation: read differently the second time': { advisories: ['CVE-2024-45800', 'CVE-2020-26870', 'CVE-2019-16728', 'CVE-2024-45801', 'CVE-2024-47875', 'CVE-2025-26791', 'CVE-2026-0540'], vectors: ['mutation: '] },
  'clean HTML edited afterwards': { advisories: ['CVE-2024-42009', 'CVE-2022-29360', 'Proton Mail 2022', 'Skiff 2022'], vectors: ['edited after cleaning'] },
  'plain text turned to HTML': { advisories: ['CVE-2020-35730', 'CVE-2021-26929', 'CVE-2023-43770', 'CVE-2026-54433'], vectors: ['plain text', 'flowed text'] },
  'other kinds of text': { advisories: ['Roundcube 1.6.19 text/enriched'], vectors: ['enriched text', 'text that is '] },
  'styles that run or load': { advisories: ['CVE-2021-26925', 'CVE-2021-46144', 'CVE-2026-48846', 'Roundcube 1.6.19 ampersand'], vectors: ['style ', 'CSS: '] },
  'clobbered names': { advisories: ['CVE-2024-48910'], vectors: ['clobbering', 'prototype: '] },
  'labels made of mail': { advisories: ['CVE-2020-13964', 'CVE-2021-44025', 'CVE-2026-54432', 'CVE-2024-37384', 'CVE-2026-48849', 'CVE-2024-45510'], vectors: ['subject with', 'name with markup', 'address with markup', 'every field with markup', 'content type with markup'] },
  'names of attachments': { advisories: ['CVE-2026-40873'], vectors: ['file called', 'file with names'] },
  'attachments served as pages': { advisories: ['CVE-2020-13965', 'CVE-2023-47272', 'CVE-2024-42008', 'CVE-2026-35539', 'CVE-2022-26874', 'CVE-2025-3909', 'Tutanota 2022'], vectors: ['file of ', 'type guessed', 'picture that is a page'] },
  'code of the page that reads attributes': { advisories: ['Yahoo Mail 2016'], vectors: ['page code: '] },
  'files that are elsewhere': { advisories: ['CVE-2025-3522', 'CVE-2025-3932'], vectors: ['file elsewhere', 'external body', 'Content-Base'] },
  'previewers and importers': { advisories: ['CVE-2020-8518', 'CVE-2026-65053'], vectors: ['table and document files', 'AppleDouble'] },
  'invitations': { advisories: ['CVE-2022-24682', 'CVE-2024-27443', 'CVE-2025-27915', 'CVE-2023-23397'], vectors: ['calendar'] },
  'cards': { advisories: ['CVE-2024-45510'], vectors: ['card'] },
  'winmail.dat': { advisories: ['CVE-2026-62641', 'CVE-2026-62642', 'Roundcube 1.6.19 TNEF'], vectors: ['TNEF'] },
  'remote content that is not held back': { advisories: ['CVE-2024-42010', 'CVE-2025-68460', 'CVE-2026-25916', 'CVE-2026-26079', 'CVE-2026-35542', 'CVE-2026-35543', 'CVE-2026-35545', 'CVE-2026-48848'], vectors: ['img src', 'background', 'svg feImage', 'svg animate', 'svg FUNCIRI', 'SMIL', 'link stylesheet'] },
  'requests by the server': { advisories: ['CVE-2026-35540', 'CVE-2026-48843', 'CVE-2026-48845', 'CVE-2026-62643', 'Nextcloud Mail image proxy'], vectors: ['proxy: ', 'CSS: proxied', 'unsubscribe'] },
  'layers over the page': { advisories: ['CVE-2026-35544'], vectors: ['layer', 'link over all', 'sign-in form'] },
  'words led out of encrypted messages': { advisories: ['CVE-2017-17688', 'CVE-2017-17689'], vectors: ['leaked key', 'a part of an encrypted message'] },
  'files attached by links': { advisories: ['CVE-2020-4089', 'CVE-2020-11879'], vectors: ['link that attaches'] },
  'covert content': { advisories: ['CVE-2019-10734', 'CVE-2019-10740'], vectors: ['covert content'] },
  'styles that read': { advisories: ['Styled to Steal 2025'], vectors: ['style font, ligatures', 'style attribute selector'] },
  'signatures that are none': { advisories: ['CVE-2018-18509', 'CVE-2019-8338', 'CVE-2018-15586'], vectors: ['spoofed signature', 'signature drawn'] },
  'senders that are others': { advisories: ['Mailsploit 2017', 'CVE-2025-3875'], vectors: ['name that is an address', 'name that turns round', 'two From fields', 'name full of blanks'] },
  'links that lead elsewhere': { advisories: ['CVE-2024-21413', 'CVE-2023-46116', 'CVE-2022-30190', 'CVE-2019-15237', 'CVE-2025-5986'], vectors: ['link target', 'link vbscript', 'link javascript'] },
  'headers made by mail': { advisories: ['Roundcube 1.6.19 bare CR'], vectors: ['header injection', 'subject with line breaks'] },
  'charsets in which octets say two things': { advisories: ['HTML5 security cheat sheet, charsets'], vectors: ['utf-7', 'shift_jis', 'iso-2022-jp', 'gbk'] },
  'archives and messages that fill the memory': { advisories: ['zip bombs'], vectors: ['archive that', 'a million characters', 'ten thousand attributes'] },
}
