interface MediaRange {
  readonly type: string
  readonly subtype: string
  /** From 0 to 1. */
  readonly quality: number
}

const mediaRange = /^\s*([\w!#$&^.+*-]+)\/([\w!#$&^.+*-]+)\s*((?:;[^;]*)*)$/

/**
 * The one of these media types that an `Accept` field prefers (RFC 9110, 12.5.1): by quality, then by how exactly it
 * is named, then the one that is offered first. `null`: it accepts none. Parameters other than the quality don't
 * count: each type is offered in one form.
 */
export function preferredType<Type extends string>(
  accept: string | undefined,
  offers: readonly Type[],
): Type | null {
  const ranges = (accept ?? '').split(',').flatMap(readMediaRange)
  if (accept === undefined || accept.trim() === '') return offers[0] ?? null
  const ranked = offers
    .map((offer) => ({ offer, ...preference(offer, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.exactness - a.exactness)
  return ranked[0]?.offer ?? null
}

function readMediaRange(text: string): readonly MediaRange[] {
  const [matched, type = '', subtype = '', parameters = ''] = mediaRange.exec(text) ?? []
  if (matched === undefined) return []
  const [, weight = '1'] = /;\s*q=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)/i.exec(parameters) ?? []
  return [{ type: type.toLowerCase(), subtype: subtype.toLowerCase(), quality: Number(weight) }]
}

/** The quality that the most exact of the ranges gives to a type; 0: none names it. */
function preference(offer: string, ranges: readonly MediaRange[]) {
  const [offeredType, offeredSubtype] = offer.split('/')
  let exactness = -1
  let quality = 0
  for (const range of ranges) {
    const isType = range.type === offeredType
    const isSubtype = range.subtype === offeredSubtype
    const matches =
      (isType && (isSubtype || range.subtype === '*')) || (range.type === '*' && range.subtype === '*')
    const exact = (isType ? 1 : 0) + (isType && isSubtype ? 1 : 0)
    if (matches && exact > exactness) {
      exactness = exact
      quality = range.quality
    }
  }
  return { exactness, quality }
}
