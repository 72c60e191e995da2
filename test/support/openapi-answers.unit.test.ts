import { openApiDocument } from '../../src/interfaces/http/openapi/document'
import { answerFaults, type SeenAnswer } from './openapi-answers'

const faultsOf = answerFaults(openApiDocument({ version: '1.2.3', publicUrl: 'https://aperture.example' }))

const ofAll = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
}

const live: SeenAnswer = {
  method: 'GET',
  url: '/-/health/live?',
  status: 200,
  headers: { ...ofAll, 'Content-Type': 'application/json', Date: 'today', 'Content-Length': '16' },
  body: '{"status":"live"}\n',
}

const id = '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11'
const event = {
  position: '1',
  stream: 's',
  revision: 0,
  type: 'T.v1',
  id,
  created: '2031-05-17T08:00:00.000Z',
}
const history: SeenAnswer = {
  ...live,
  url: '/management/audit/events',
  headers: { ...ofAll, 'Content-Type': 'application/x-ndjson' },
  body: `${JSON.stringify({ ...event, data: {}, metadata: {} })}\n`,
}

const busy = {
  ...{ type: '/-/problems/busy', title: 'Busy', status: 503, detail: 'Wait.', code: 'busy', request_id: 'r' },
  ...{ import_status: 'failed', retry: 'later' },
}
const refused: SeenAnswer = {
  method: 'POST',
  url: '/-/token/dataset_import',
  status: 503,
  headers: { ...ofAll, 'content-type': 'application/problem+json', 'retry-after': '5' },
  body: JSON.stringify(busy),
}

const elsewhere: SeenAnswer = {
  ...refused,
  url: '/-/nowhere',
  status: 404,
  headers: { ...ofAll, 'Content-Type': 'application/problem+json' },
  body: JSON.stringify({
    ...{ type: '/-/problems/not-found', title: 'Not found', status: 404, detail: 'No.', code: 'not-found' },
    request_id: 'r',
  }),
}

test.each([live, history, refused, elsewhere, { ...live, method: 'HEAD', body: '' }])(
  '$method $url $status is as described',
  (answer) => expect(faultsOf(answer)).toEqual([]),
)

const { 'Cache-Control': _, ...careless } = live.headers

test.each<readonly [string, SeenAnswer, RegExp]>([
  ['an operation', { ...live, method: 'POST' }, /operation or its status/],
  ['a status', { ...live, status: 418 }, /operation or its status/],
  ['an address', { ...live, url: '/-/nowhere' }, /operation or its status/],
  [
    'a media type',
    { ...live, headers: { ...live.headers, 'Content-Type': 'text/plain' } },
    /media type text\/plain/,
  ],
  [
    'a header',
    { ...live, headers: { ...live.headers, 'X-Powered-By': 'x' } },
    /x-powered-by is not documented/,
  ],
  ['the lack of a header', { ...live, headers: careless }, /Cache-Control is missing/],
  [
    'the value of a header',
    { ...live, headers: { ...live.headers, 'Cache-Control': 'max-age=1' } },
    /Cache-Control is not as/,
  ],
  [
    'the lack of a header of a problem',
    { ...refused, headers: { ...ofAll, 'Content-Type': 'application/problem+json' } },
    /Retry-After is missing/,
  ],
  ['a member', { ...live, body: '{"status":"live","version":1}' }, /additional properties/],
  ['the lack of a member', { ...live, body: '{}' }, /required property 'status'/],
  ['a value', { ...live, body: '{"status":"dead"}' }, /constant/],
  ['content that is no JSON', { ...live, body: '<html>' }, /no JSON/],
  ['a line', { ...history, body: `${history.body}{}\n` }, /required property 'position'/],
  [
    'another code than those of the operation',
    { ...refused, body: JSON.stringify({ ...busy, code: 'not-ready' }) },
    /oneOf|constant/,
  ],
  [
    'a problem of an upload without retry',
    { ...refused, body: JSON.stringify({ ...busy, retry: undefined }) },
    /required property 'retry'/,
  ],
])('%s that is not described is found', (_what, answer, fault) => {
  expect(faultsOf(answer).join('\n')).toMatch(fault)
})
