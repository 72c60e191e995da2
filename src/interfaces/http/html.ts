/** Markup, of which every text from elsewhere has been escaped. */
export interface Html {
  readonly markup: string
}

type Piece = string | number | Html | readonly Piece[]

/** A template whose pieces are escaped, unless they are markup themselves. */
export const html = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html => ({
  markup: strings.map((text, at) => text + markupOf(pieces[at] ?? '')).join(''),
})

export const nothing: Html = { markup: '' }

/** For what has no use for a template: a style sheet, say. */
export const trusted = (markup: string): Html => ({ markup })

function markupOf(piece: Piece): string {
  if (typeof piece === 'string' || typeof piece === 'number') return escaped(String(piece))
  return 'markup' in piece ? piece.markup : piece.map(markupOf).join('')
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** Prose with `words of code` between backticks. */
export const prose = (text: string): Html =>
  html`${text.split('`').map((part, at) => (at % 2 === 0 ? html`${part}` : html`<code>${part}</code>`))}`
