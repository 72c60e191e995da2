import {
  faultsIn,
  importedText,
  refusalSentence,
  silenceSentence,
} from '../../../src/interfaces/cli/upload-answer'
import { NoAnswer } from '../../../src/interfaces/cli/upload-client'

const dataset = {
  id: 'id-1',
  kind: 'dataset',
  url: 'http://aperture.example/-/dataset/id-1',
  rows: 2,
  columns: [{ name: 'age', type: 'text', action: 'anonymize:numbergroup(10)' }],
}

test('an import is told by its columns, rows and address', () =>
  expect(importedText({ status: 'imported', dataset, ignored: ['Success', 'Fail'] })).toBe(
    [
      'column  type  action',
      '------  ----  ------',
      'age     text  anonymize:numbergroup(10)',
      '',
      'Imported: 2 rows, dataset id-1',
      'Read at http://aperture.example/-/dataset/id-1',
      'Without effect here: Success, Fail',
    ].join('\n'),
  ))

test('an ephemeral import is told where its result waits', () => {
  const { url: _url, ...ephemeral } = dataset
  const result = { url: 'http://aperture.example/-/token/result', expires_at: '2031-05-17T09:00:00.000Z' }
  expect(importedText({ dataset: ephemeral, result, ignored: [] }).split('\n').at(-1)).toBe(
    'The result waits at http://aperture.example/-/token/result for this token until 2031-05-17T09:00:00.000Z',
  )
})

test.each([
  ['same-token', null, 'Mend it. The token is still good: send the upload again once that is mended.'],
  ['new-token', null, 'Mend it. Sending it again takes a new token.'],
  ['later', '60', 'Mend it. Send it again in 60 seconds, with the same token.'],
  ['later', null, 'Mend it. Send it again later, with the same token.'],
  ['never', null, 'Mend it. Sending it again is of no use.'],
  [undefined, null, 'Mend it.'],
])('retry %s, Retry-After %s', (retry, retryAfter, sentence) =>
  expect(refusalSentence({ status: 422, retryAfter, body: { detail: 'Mend it.', retry } })).toBe(sentence),
)

test.each([null, {}, { detail: 7 }])('an answer of something else is told as one: %j', (body) =>
  expect(refusalSentence({ status: 502, retryAfter: null, body })).toBe(
    "The answer of status 502 is none of the service's: look at --url, and at what stands in between.",
  ),
)

test('what a server says moves no cursor', () =>
  expect(refusalSentence({ status: 422, retryAfter: null, body: { detail: 'a\u001b[2Jb\nc' } })).toBe(
    'a [2Jb c',
  ))

test('the faults of a table are told at their places, and counted where not all are named', () => {
  const errors = [
    { line: 3, record: 2, column: 'age', rule: 'type-integer', hint: 'Write digits.' },
    { line: 4, record: 3, column: null, rule: 'ragged-row', hint: 'Write 2 fields.' },
  ]
  const totals = [{ column: 'age', rule: 'type-integer', count: 7 }]
  expect(faultsIn({ code: 'csv-invalid', errors, totals, truncated: false })).toBe(
    [
      'line  record  column  rule          hint',
      '----  ------  ------  ----          ----',
      '3     2       age     type-integer  Write digits.',
      '4     3       –       ragged-row    Write 2 fields.',
    ].join('\n'),
  )
  expect(faultsIn({ code: 'csv-invalid', errors, totals, truncated: true })).toMatch(
    /The first 2 are named\. .*\n\ncolumn {2}rule {10}count\n.*\nage {5}type-integer {2}7$/,
  )
  expect(faultsIn({ code: 'token-expired' })).toBeNull()
})

test.each([
  ['nothing', /^No service can be reached at --url \(ECONNREFUSED\): .*still good\.$/],
  ['a part', /before the upload was complete \(ECONNREFUSED\): send it again, with the same token\.$/],
  ['all', /before the answer \(ECONNREFUSED\): ask where the token stands/],
] as const)('a silence after %s was heard', (heard, sentence) =>
  expect(silenceSentence(new NoAnswer('ECONNREFUSED', heard))).toMatch(sentence),
)
