import { createHash } from 'node:crypto'
import {
  type ReadModelName,
  type ReadModelRows,
  readModelsVersion,
} from '../../../application/ports/read-model-rows'
import { listed, quoted } from './statements'
import { dayOf, type Table, tables } from './tables'

/** At most one row. The one table that every version makes alike, because it tells the versions apart. */
export const positionTable =
  'CREATE TABLE IF NOT EXISTS position (store_id TEXT PRIMARY KEY, version TEXT NOT NULL, position INTEGER) STRICT'

const modelNames = Object.keys(tables) as readonly ReadModelName[]

/** Makes the tables of all models. */
export const schema: readonly string[] = modelNames.flatMap(tableOf)

/** Tells what the events make of the rows, and how the rows are stored. */
export const schemaVersion = `${readModelsVersion}-${createHash('sha256').update(schema.join('\n')).digest('hex')}`

function tableOf<M extends ReadModelName>(model: M): readonly string[] {
  const { columns, key, indexes }: Table<ReadModelRows[M]> = tables[model]
  const defined: string[] = []
  for (const name in columns) defined.push(`${quoted(name)} ${columns[name].sql}`)
  return [
    `CREATE TABLE ${quoted(model)} (${defined.join(', ')}, PRIMARY KEY (${listed(key)})) STRICT, WITHOUT ROWID`,
    ...indexes.map((members) => {
      const names = members.map((member) => (typeof member === 'string' ? member : `day_of_${member.dayOf}`))
      const terms = members.map((member) =>
        typeof member === 'string' ? quoted(member) : dayOf(member.dayOf),
      )
      const index = quoted([model, 'by', ...names].join('_'))
      return `CREATE INDEX ${index} ON ${quoted(model)} (${terms.join(', ')})`
    }),
  ]
}
