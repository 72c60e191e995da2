import { type Command, Option } from 'commander'
import type { HistoryQuery } from '../../application/history-query'
import { type ImportKind, importKinds } from '../../application/use-cases'
import { datasetId, instant, position, tokenId, userName, wholeNumber } from './arguments'
import type { Range } from './each-event'

export interface HistoryOptions extends Range {
  readonly project?: number
  readonly user?: string
  readonly kind?: ImportKind
  readonly dataset?: string
  readonly token?: string
  readonly since?: number
  readonly until?: number
}

/** The same that the audit takes over HTTP. */
export const withHistoryOptions = (command: Command): Command =>
  command
    .option('--from <position>', 'what happened behind this event', position)
    .option('--limit <count>', 'so many events at most', wholeNumber)
    .option('--project <number>', 'what is about a project', wholeNumber)
    .option('--user <name>', 'what is about a user', userName)
    .addOption(new Option('--kind <kind>', 'what is about imports of a kind').choices(importKinds))
    .option('--dataset <id>', 'what is about a dataset or an import', datasetId)
    .option('--token <id>', 'what is about a token', tokenId)
    .option('--since <time>', 'what was stored then or later, such as 2031-05-17T08:00:00Z', instant)
    .option('--until <time>', 'what was stored earlier', instant)

export const queryOf = ({ project, dataset, token, ...options }: HistoryOptions): HistoryQuery => {
  const { user, kind, since, until } = options
  return {
    ...(project === undefined ? {} : { projectId: project }),
    ...(user === undefined ? {} : { user }),
    ...(kind === undefined ? {} : { kind }),
    ...(dataset === undefined ? {} : { datasetId: dataset }),
    ...(token === undefined ? {} : { tokenId: token }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  }
}
