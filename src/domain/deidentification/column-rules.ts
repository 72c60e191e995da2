import type { DefinedColumn } from './definition'
import { quoted, type Reading, read, refused } from './definition-elements'
import type { Dialect } from './dialect'
import { applyHeaderCase, isStored } from './plan'

/** What the columns of a definition must be together. */
export function checkColumns(
  columns: readonly DefinedColumn[],
  dialect: Dialect,
): Reading<readonly DefinedColumn[]> {
  const repeated = repeatedName(columns, (name) => name)
  if (repeated !== null) return refused(`Two columns have the Name ${quoted(repeated)}.`)
  // With another case the file's header can't bear both names.
  const { header, headerCase } = dialect
  const alike = header ? repeatedName(columns, (name) => applyHeaderCase(name, headerCase)) : null
  if (alike !== null) {
    return refused(`With HeaderCase ${headerCase}, two columns have the Name ${quoted(alike)}.`)
  }
  const count = (action: string) => columns.filter((column) => column.action.action === action).length
  const supplied = count('pseudonym')
  if (supplied > 1) return refused(`${supplied} columns are pseudonym; a table has one at most.`)
  const replaced = count('pseudonymize')
  if (supplied === 1 && replaced !== 1) {
    return refused(`A pseudonym column needs exactly one pseudonymize column, and there are ${replaced}.`)
  }
  if (!columns.some(({ action }) => isStored(action))) {
    return refused('No column would be stored: each of them is hide, drop or pseudonym, or there is none.')
  }
  return read(columns)
}

function repeatedName(columns: readonly DefinedColumn[], fold: (name: string) => string): string | null {
  const seen = new Set<string>()
  for (const { name } of columns) {
    const folded = fold(name)
    if (seen.has(folded)) return folded
    seen.add(folded)
  }
  return null
}
