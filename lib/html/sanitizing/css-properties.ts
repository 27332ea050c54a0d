const SIDES = ['top', 'right', 'bottom', 'left']
const BORDER_PARTS = ['color', 'style', 'width']

/** Properties that are kept. Not among them: everything that fetches, animates, places something over the page, or makes text. */
export const KEPT_PROPERTIES: ReadonlySet<string> = new Set([
  ...(
    'align-content align-items align-self aspect-ratio background background-color background-image background-position background-repeat background-size border ' +
    'border-collapse border-color border-radius border-spacing border-style border-width bottom box-shadow box-sizing break-after break-before break-inside ' +
    'caption-side clear color color-scheme column-count column-gap column-width columns direction display empty-cells flex flex-basis flex-direction flex-flow ' +
    'flex-grow flex-shrink flex-wrap float font font-family font-size font-stretch font-style font-variant font-weight gap grid-column grid-row ' +
    'grid-template-columns grid-template-rows height hyphens justify-content justify-items justify-self left letter-spacing line-height list-style ' +
    'list-style-position list-style-type margin max-height max-width min-height min-width object-fit object-position opacity order orphans outline ' +
    'outline-color outline-style outline-width overflow overflow-wrap overflow-x overflow-y padding page-break-after page-break-before page-break-inside ' +
    'position quotes right row-gap tab-size table-layout text-align text-align-last text-decoration text-decoration-color text-decoration-line ' +
    'text-decoration-style text-indent text-overflow text-shadow text-transform text-underline-offset top unicode-bidi vertical-align visibility white-space ' +
    'widows width word-break word-spacing word-wrap writing-mode -webkit-text-size-adjust text-size-adjust'
  ).split(' '),
  ...SIDES.flatMap((side) => [`margin-${side}`, `padding-${side}`, `border-${side}`, ...BORDER_PARTS.map((part) => `border-${side}-${part}`)]),
  ...['top-left', 'top-right', 'bottom-left', 'bottom-right'].map((corner) => `border-${corner}-radius`),
  ...['margin', 'padding'].flatMap((box) => [`${box}-block`, `${box}-inline`, `${box}-inline-start`, `${box}-inline-end`]),
])

/** The only values of `position`: anything else takes an element out of its place. */
export const KEPT_POSITIONS: ReadonlySet<string> = new Set(['static', 'relative'])

/** Properties in which an image may stand. */
export const IMAGE_PROPERTIES: ReadonlySet<string> = new Set(['background', 'background-image'])

/** Properties in which a quoted string means something. */
export const STRING_PROPERTIES: ReadonlySet<string> = new Set(['font', 'font-family', 'quotes'])

/** Functions that only compute. Not among them: url() in all its forms, var(), env(), attr(), image-set(), element(). */
export const KEPT_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'rgb rgba hsl hsla hwb lab lch oklab oklch color-mix light-dark calc min max clamp linear-gradient radial-gradient conic-gradient ' +
    'repeating-linear-gradient repeating-radial-gradient repeat minmax fit-content'
  ).split(' '),
)
