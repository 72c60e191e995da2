import * as t from 'io-ts'
import type { ProjectStatistics } from '../../application/show-statistics'
import { tokenWords } from '../../application/token-state'
import { count, importKind, objectOf, ordinal, someText, such, wordOf } from './json-forms'

export const projectStatistics = objectOf(
  {
    project: ordinal,
    tokens: objectOf(Object.fromEntries(tokenWords.map((word) => [word, count]))),
    imports: t.readonlyArray(objectOf({ kind: importKind, outcome: wordOf('imported', 'failed'), count })),
    rows: count,
    bytes: count,
  },
  { day: such(someText, '2031-05-17') },
  'Statistics',
)

/** `day` stands there where days are told apart. */
export const statisticsJson = ({
  projectId,
  day,
  ...counts
}: ProjectStatistics): t.TypeOf<typeof projectStatistics> => ({
  project: projectId,
  ...(day === null ? {} : { day }),
  ...counts,
})
