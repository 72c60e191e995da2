import * as t from 'io-ts'
import { caseForm } from '../dataset-routes'
import { refined } from '../described'
import { objectOf, uuid, wordOf } from '../json-forms'
import { managedDataset, shownDataset } from '../managed-dataset-json'
import { asJson, type DescribedPath, managed } from './operation'
import { before, ofProject, ofUser } from './parameters-of-lists'

const reference = refined(
  'a reference of 1 to 64 letters, digits, dots, _ and -',
  { type: 'string', pattern: caseForm.source, examples: ['case-17'] },
  (value) => (typeof value === 'string' && caseForm.test(value) ? value : null),
)

const pieces = { id: { says: 'The id of a dataset.', codec: uuid } }

export const datasetOperations: readonly DescribedPath[] = [
  {
    group: 'Management',
    path: '/management/provision/dataset',
    operations: {
      GET: managed({
        id: 'listAllDatasets',
        summary: 'The datasets of all projects, newest first',
        query: { project: ofProject, user: ofUser, before: before('dataset') },
        answers: [
          {
            status: 200,
            says: 'A page of them.',
            content: asJson(t.readonlyArray(managedDataset)),
            sometimes: ['Link'],
          },
        ],
        problems: [],
      }),
    },
  },
  {
    group: 'Management',
    path: '/management/provision/dataset/:id',
    place: 'address',
    pieces,
    operations: {
      GET: managed({
        id: 'showDataset',
        summary: 'Shows what is known of a dataset but its rows',
        answers: [{ status: 200, says: 'The dataset.', content: asJson(shownDataset) }],
        problems: ['unknown-dataset', 'dataset-withdrawn'],
      }),
      DELETE: managed({
        id: 'withdrawDataset',
        summary: 'Withdraws a dataset',
        says: 'Its bytes and its keyfile are removed, its uuid is free again, and readers are told 410.',
        answers: [
          {
            status: 200,
            says: 'The dataset is withdrawn.',
            content: asJson(objectOf({ status: wordOf('withdrawn') })),
          },
        ],
        problems: ['unknown-dataset'],
      }),
    },
  },
  {
    group: 'Management',
    path: '/management/provision/dataset/:id/keyfile',
    place: 'address',
    pieces,
    withoutHead: true,
    operations: {
      GET: managed({
        id: 'fetchKeyfile',
        summary: 'The keyfile of a dataset',
        says: 'It re-identifies. It is sealed to its recipient, and each fetch is recorded with its case.',
        query: { case: { says: 'What the re-identification is for.', codec: reference, required: true } },
        answers: [
          {
            status: 200,
            says: 'The keyfile.',
            content: { 'application/octet-stream': { bytes: 'An age file.' } },
            always: ['Content-Disposition'],
          },
        ],
        problems: ['unknown-dataset', 'dataset-withdrawn', 'keyfile-missing'],
      }),
    },
  },
]
