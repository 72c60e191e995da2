import { personName } from '../body-members'
import { auditedEvent } from '../event-json'
import { decimal, importKind, instant, uuid, wordOf } from '../json-forms'
import { type DescribedPath, managed } from './operation'
import { numberUpTo, ofProject } from './parameters-of-lists'

export const auditOperations: readonly DescribedPath[] = [
  {
    group: 'Audit',
    path: '/management/audit/events',
    operations: {
      GET: managed({
        id: 'readHistory',
        summary: 'The history, a line an event',
        says: 'In a stable order. The members of `data` and `metadata` are those of docs/events.md. With `follow` the answer stays open and goes on with what happens, the position being the id of each event of the stream.',
        query: {
          project: ofProject,
          user: { says: 'Those about the user by this name.', codec: personName },
          kind: { says: 'Those of this kind of import.', codec: importKind },
          dataset: { says: 'Those of the dataset or import with this id.', codec: uuid },
          token: { says: 'Those of the token with this id.', codec: uuid },
          since: { says: 'Those recorded at this time or later.', codec: instant },
          until: { says: 'Those recorded before this time.', codec: instant },
          from: { says: 'The position to begin behind.', codec: decimal },
          limit: { says: 'At most so many events.', codec: numberUpTo(10_000, 1_000) },
          follow: { says: 'Whether the answer stays open, as a stream.', codec: wordOf('false', 'true') },
        },
        headers: ['Last-Event-ID'],
        answers: [
          {
            status: 200,
            says: 'The events.',
            content: {
              'application/x-ndjson': { line: auditedEvent },
              'text/event-stream': { data: auditedEvent },
            },
            sometimes: ['Link', 'X-Accel-Buffering'],
          },
        ],
        problems: ['not-acceptable', 'too-many-followers'],
      }),
    },
  },
]
