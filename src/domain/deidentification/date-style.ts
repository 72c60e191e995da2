import type { DateOrder } from './dialect'

const styles: ReadonlySet<string> = new Set(['ISO', 'SQL', 'POSTGRES', 'GERMAN'])
const orders: ReadonlyMap<string, DateOrder> = new Map([
  ['MDY', 'MDY'],
  ['US', 'MDY'],
  ['NONEUROPEAN', 'MDY'],
  ['DMY', 'DMY'],
  ['EUROPEAN', 'DMY'],
  ['YMD', 'YMD'],
])

/**
 * The order that a PostgreSQL datestyle (`ISO, MDY`; `SQL, DMY`; `German`; any case) gives to dates that aren't
 * ISO. `German` alone means day first, every other style month first. `null`: not a datestyle, or one that
 * names two styles or two orders.
 */
export function parseDateStyle(text: string): DateOrder | null {
  const words = text.split(',').map((word) => word.trim().toUpperCase())
  const named = new Set(words.filter((word) => styles.has(word)))
  const ordered = new Set(words.flatMap((word) => orders.get(word) ?? []))
  const known = words.every((word) => styles.has(word) || orders.has(word))
  if (!known || named.size > 1 || ordered.size > 1) return null
  const [order = named.has('GERMAN') ? 'DMY' : 'MDY'] = ordered
  return order
}
