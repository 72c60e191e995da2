import * as t from 'io-ts'
import { datasetMetadata, listedDataset } from '../dataset-json'
import { nullOr, someText, uuid } from '../json-forms'
import { type Answer, asJson, type DescribedPath, type Operation } from './operation'
import { ofProject } from './parameters-of-lists'

const table: Answer['content'] = { 'text/csv': { text: 'The de-identified table, as its hash has it.' } }

const found: Answer = {
  status: 200,
  says: 'The dataset in the form that `Accept` prefers, CSV where nothing is asked for.',
  content: {
    ...table,
    'application/x-ndjson': { line: t.record(t.string, nullOr(someText)) },
    'application/json': { whole: datasetMetadata },
  },
  always: ['ETag', 'Vary', 'Content-Disposition'],
  sometimes: ['Accept-Ranges'],
}

const part: Answer = {
  status: 206,
  says: 'The range that was asked for, of the CSV form.',
  content: table,
  always: ['ETag', 'Vary', 'Content-Disposition', 'Accept-Ranges', 'Content-Range'],
}

const unchanged: Answer = {
  status: 304,
  says: 'The content is the one that `If-None-Match` names.',
  content: {},
  always: ['ETag', 'Vary'],
}

const reading = (id: string, summary: string): Operation => ({
  id,
  summary,
  says: 'For an active user who owns the project or is in its `authgroup`. The metadata come as `application/json`.',
  credential: 'data',
  headers: ['Range', 'If-Match', 'If-None-Match', 'If-Range'],
  answers: [found, part, unchanged],
  problems: [
    ...([
      'unauthenticated',
      'not-acceptable',
      'unknown-dataset',
      'not-a-reader',
      'dataset-withdrawn',
    ] as const),
    ...(['precondition-failed', 'range-not-satisfiable', 'store-unavailable'] as const),
  ],
})

export const dataOperations: readonly DescribedPath[] = [
  {
    group: 'Data',
    path: '/-/dataset',
    operations: {
      GET: {
        id: 'listDatasets',
        summary: 'What the caller may read, oldest first',
        credential: 'data',
        query: {
          project: ofProject,
          after: {
            says: 'Those behind the dataset with this id: `Link` has the address of the next page.',
            codec: uuid,
          },
        },
        answers: [
          {
            status: 200,
            says: 'A page of them.',
            content: asJson(t.readonlyArray(listedDataset)),
            sometimes: ['Link'],
          },
        ],
        problems: [
          ...(['unauthenticated', 'parameter-unsupported', 'parameter-invalid', 'not-a-reader'] as const),
          'store-unavailable',
        ],
      },
    },
  },
  {
    group: 'Data',
    path: '/-/dataset/external/:uuid',
    place: 'address',
    pieces: { uuid: { says: 'The external uuid of a dataset.', codec: uuid } },
    operations: { GET: reading('readExternalDataset', 'A dataset by its external uuid') },
  },
  {
    group: 'Data',
    path: '/-/dataset/:id',
    place: 'address',
    pieces: { id: { says: 'The id of a dataset.', codec: uuid } },
    operations: { GET: reading('readDataset', 'A dataset by its id') },
  },
]
