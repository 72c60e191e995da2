import { problemCodes } from '../problem-examples'
import { meaningOf } from '../problem-meaning'
import type { ProblemCode } from '../problem-table'
import { openApiDocument, problemsBesideOperations } from './document'
import { type Occurrence, type PlacedOperation, placedOperations } from './occurrences'
import { groupNames } from './operation'

const introduction = `# Problems

What is refused or fails is answered as \`application/problem+json\` (RFC 9457). \`code\` is stable, for a machine; \`detail\` says
what to do. \`retry\` stands in the answers of uploads alone: \`same-token\` (mend the input), \`later\` (the same token, after
\`Retry-After\`), \`new-token\` or \`never\`. The numbers in the sentences are examples. The service has a page for each at
\`/-/problems/<code>\`.
`

/** Everything that the API refuses with, in Markdown. */
export function problemsPage(): string {
  const document = openApiDocument({ version: '', publicUrl: '' })
  const operations = placedOperations(document)
  const rows = problemCodes.map((code) => {
    const { title, statuses, retry, details, occurrences } = meaningOf(document, code)
    const cells = [
      `\`${code}\``,
      statuses.join(', '),
      retry.map((word) => `\`${word}\``).join(' or '),
      [`**${title}.**`, ...details].join(' ').replaceAll('|', '\\|'),
      placesOf(code, occurrences, operations),
    ]
    return `| ${cells.join(' | ')} |`
  })
  return [
    introduction,
    '<!-- made by npm run docs:problems -->\n',
    '| code | status | retry | means | occurs at |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

/** By their ids in the description of the API; where a whole group answers alike, by its name. */
function placesOf(
  code: ProblemCode,
  occurrences: readonly Occurrence[],
  operations: readonly PlacedOperation[],
): string {
  if (problemsBesideOperations.some(([beside]) => beside === code)) return 'any address'
  if (occurrences.length === operations.length) return 'every operation'
  return groupNames
    .flatMap((group) => {
      const idsIn = (placed: readonly PlacedOperation[]) =>
        placed
          .filter(({ operation }) => operation.tags.includes(group))
          .map(({ operation }) => operation.operationId)
      const ids = idsIn(occurrences)
      return ids.length > 1 && ids.length === idsIn(operations).length ? [`all of ${group}`] : ids
    })
    .join(', ')
}
