import { json, type WholeAnswer } from './answer'

export const itemsAPage = 100
/** One more tells whether there is a next page. */
export const itemsToAskFor = itemsAPage + 1

/** A page of a list, with the address of the next one where there is more. */
export function listPage<Item>(
  found: readonly Item[],
  asJson: (item: Item) => object,
  addressBehind: (last: Item) => string,
): WholeAnswer {
  const items = found.slice(0, itemsAPage)
  const last = items.at(-1)
  const more = last !== undefined && found.length > itemsAPage
  return json(200, items.map(asJson), more ? { Link: `<${addressBehind(last)}>; rel="next"` } : {})
}

/** The address with those of the parameters that have a value. */
export function addressWith(
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as [string, string]],
  )
  return `${address}?${new URLSearchParams(given)}`
}
