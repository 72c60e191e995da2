import { actionWords, type ColumnAction, parseAction } from './action'
import { type ColumnType, columnTypes, parseColumnType } from './column-type'
import type { DefinedColumn } from './definition'
import {
  isNamed,
  parseBoolean,
  quoted,
  type Reading,
  read,
  readAttributes,
  refused,
} from './definition-elements'
import type { XmlElement } from './xml-tree'

export const columnAttributes: readonly string[] = ['Name', 'Type', 'Deidentify', 'StoreInKeyfile']

/**
 * Each column by itself. Nothing unknown is passed over here: a word that was meant to hide a column and is
 * spelled wrongly must not let it through.
 */
export function readColumns(columns: XmlElement): Reading<readonly DefinedColumn[]> {
  if (hasText(columns)) return refused('Columns holds text; it holds Column elements only.')
  const defined: DefinedColumn[] = []
  for (const [index, child] of columns.children.entries()) {
    const position = index + 1
    if (!isNamed(child, 'Column', columns.namespace)) {
      return refused(`Columns holds ${quoted(child.name)} at position ${position}; allowed is Column only.`)
    }
    const column = readColumn(child, position)
    if (column.outcome === 'refused') return column
    defined.push(column.value)
  }
  return read(defined)
}

function readColumn(element: XmlElement, position: number): Reading<DefinedColumn> {
  if (element.children.length > 0 || hasText(element)) {
    return refused(`Column ${position} has content; a Column has attributes only.`)
  }
  const attributes = readAttributes(element)
  if (attributes.outcome === 'refused') return attributes
  const { value } = attributes
  const name = value.get('Name') ?? ''
  if (name === '') return refused(`Column ${position} has no Name.`)
  const column = `Column ${position} (${quoted(name)})`

  for (const attribute of value.keys()) {
    if (columnAttributes.includes(attribute)) continue
    const allowed = columnAttributes.join(', ')
    return refused(`${column} has the unknown attribute ${quoted(attribute)}; allowed are ${allowed}.`)
  }
  const typeText = value.get('Type') ?? ''
  const type = parseColumnType(typeText)
  if (type === null) {
    return refused(`${column} has the unknown Type ${quoted(typeText)}; known are ${columnTypes.join(', ')}.`)
  }
  const actionText = value.get('Deidentify') ?? 'keep'
  const action = parseAction(actionText)
  if (action === null) {
    const allowed = actionWords.join(', ')
    return refused(`${column} has the unknown Deidentify ${quoted(actionText)}; allowed are ${allowed}.`)
  }
  const storeInKeyfile = parseBoolean(value.get('StoreInKeyfile') ?? 'false')
  if (storeInKeyfile === null) return refused(`${column} has a StoreInKeyfile other than true or false.`)
  const contradiction = contradictionOf(type, action, storeInKeyfile)
  return contradiction === null
    ? read({ name, type, action, storeInKeyfile })
    : refused(`${column} ${contradiction}.`)
}

/** What a column says that can't be had. A text column may hold the numbers of a group, never its dates. */
function contradictionOf(type: ColumnType, { action }: ColumnAction, storeInKeyfile: boolean): string | null {
  if (action === 'drop' && storeInKeyfile) {
    return 'is dropped and has StoreInKeyfile="true"; a dropped value goes nowhere, a hidden one may'
  }
  if (action === 'numbergroup' && !groupedAsNumbers.includes(type)) {
    return `is grouped as numbers and of type ${type}; allowed are ${groupedAsNumbers.join(', ')}`
  }
  if (action === 'dategroup' && !groupedAsDates.includes(type)) {
    return `is grouped as dates and of type ${type}; allowed are ${groupedAsDates.join(', ')}`
  }
  return null
}

const groupedAsNumbers: readonly ColumnType[] = [
  'text',
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
]
const groupedAsDates: readonly ColumnType[] = ['date', 'timestamp', 'timestamp with time zone']

const hasText = (element: XmlElement): boolean => element.text.trim() !== ''
