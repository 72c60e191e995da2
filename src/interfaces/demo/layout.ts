import { alignedRows } from '../cli/table'
import type { Json } from './client'

export const heading = (title: string): string => `\n${title}\n${'-'.repeat(title.length)}`

export const firstLines = (text: string, count: number): string =>
  [...text.split('\n').slice(0, count), '…'].join('\n')

/** These members of the rows under their names. */
export const tableOf = (members: readonly string[], rows: readonly Json[]): string =>
  alignedRows([members, ...rows.map((row) => members.map((member) => String(row[member])))])
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
