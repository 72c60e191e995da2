import type { Json } from './client'

export const heading = (title: string): string => `\n${title}\n${'-'.repeat(title.length)}`

export const firstLines = (text: string, count: number): string =>
  [...text.split('\n').slice(0, count), '…'].join('\n')

/** These members of the rows under their names, each column as wide as its widest cell. */
export function tableOf(members: readonly string[], rows: readonly Json[]): string {
  const lines = [members, ...rows.map((row) => members.map((member) => String(row[member])))]
  const widths = members.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  return lines
    .map((line) => line.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  '))
    .map((line) => `  ${line}`.trimEnd())
    .join('\n')
}
