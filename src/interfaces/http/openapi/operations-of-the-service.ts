import * as t from 'io-ts'
import { objectOf, someText, such, wordOf } from '../json-forms'
import { problemMeaning } from '../problem-meaning'
import { asJson, type DescribedPath } from './operation'

const page = { text: 'A page without scripts, and without anything from elsewhere.' }

export const serviceOperations: readonly DescribedPath[] = [
  {
    group: 'Operations',
    path: '/-/health/live',
    operations: {
      GET: {
        id: 'isLive',
        summary: 'Whether the process runs',
        answers: [{ status: 200, says: 'It does.', content: asJson(objectOf({ status: wordOf('live') })) }],
        problems: [],
      },
    },
  },
  {
    group: 'Operations',
    path: '/-/health/ready',
    operations: {
      GET: {
        id: 'isReady',
        summary: 'Whether the process can do its work now',
        answers: [{ status: 200, says: 'It can.', content: asJson(objectOf({ status: wordOf('ready') })) }],
        problems: ['not-ready'],
      },
    },
  },
  {
    group: 'Operations',
    path: '/-/metrics',
    operations: {
      GET: {
        id: 'readMetrics',
        summary: "Counts and times of this process, in Prometheus' text format",
        answers: [{ status: 200, says: 'The metrics.', content: { 'text/plain': { text: 'The metrics.' } } }],
        problems: [],
      },
    },
  },
  {
    group: 'Operations',
    path: '/-/openapi.json',
    operations: {
      GET: {
        id: 'readDescription',
        summary: 'This description of the API',
        answers: [{ status: 200, says: 'The description.', content: asJson(t.UnknownRecord) }],
        problems: [],
      },
    },
  },
  {
    group: 'Operations',
    path: '/-/docs',
    operations: {
      GET: {
        id: 'readDocs',
        summary: 'This description, for people',
        answers: [
          {
            status: 200,
            says: 'The page.',
            content: { 'text/html': page },
            always: ['Content-Security-Policy'],
          },
        ],
        problems: [],
      },
    },
  },
  {
    group: 'Operations',
    path: '/-/problems/:code',
    place: 'address',
    pieces: { code: { says: 'The code of a problem.', codec: such(someText, 'token-expired') } },
    operations: {
      GET: {
        id: 'readProblem',
        summary: 'What a problem means: where its type leads',
        answers: [
          {
            status: 200,
            says: 'In the form that `Accept` prefers, a page where nothing is asked for.',
            content: { 'text/html': page, ...asJson(problemMeaning) },
            always: ['Vary'],
            sometimes: ['Content-Security-Policy'],
          },
        ],
        problems: ['not-found', 'not-acceptable'],
      },
    },
  },
]
