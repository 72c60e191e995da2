import * as t from 'io-ts'
import { instant, wordOf } from '../json-forms'
import { projectStatistics } from '../statistics-json'
import { asJson, type DescribedPath, managed } from './operation'

export const statisticsOperations: readonly DescribedPath[] = [
  {
    group: 'Audit',
    path: '/management/statistics',
    operations: {
      GET: managed({
        id: 'showStatistics',
        summary: 'Tokens, imports, rows and bytes of each project',
        says: 'A token counts where it was issued, in the state that it has now; an import, its rows and its bytes count where its outcome was recorded. Of an ephemeral import neither rows nor bytes are remembered. Projects, and days in UTC, without anything are left out.',
        query: {
          since: { says: 'What came about at this time or later.', codec: instant },
          until: { says: 'What came about before this time.', codec: instant },
          by: { says: 'An item for each day.', codec: wordOf('day') },
        },
        answers: [
          { status: 200, says: 'The projects.', content: asJson(t.readonlyArray(projectStatistics)) },
        ],
        problems: [],
      }),
    },
  },
]
