import { preferredType } from '../../../src/interfaces/http/negotiation'

const offers = ['text/csv', 'application/x-ndjson', 'application/json'] as const

test.each([
  [undefined, 'text/csv'],
  ['', 'text/csv'],
  ['*/*', 'text/csv'],
  ['text/*', 'text/csv'],
  ['application/*', 'application/x-ndjson'],
  ['application/json', 'application/json'],
  ['APPLICATION/JSON', 'application/json'],
  ['application/json, text/plain, */*', 'application/json'],
  ['text/csv;q=0.5, application/json;q=0.8', 'application/json'],
  ['text/csv; charset=utf-8', 'text/csv'],
  ['text/csv;q=0, */*', 'application/x-ndjson'],
  ['text/html, */*;q=0.1', 'text/csv'],
  ['application/*;q=0.9, application/x-ndjson;q=0.1', 'application/json'],
  ['*/*;q=0.1, nonsense, application/json', 'application/json'],
])('Accept: %s prefers %s', (accept, preferred) => expect(preferredType(accept, offers)).toBe(preferred))

test.each(['text/html', 'image/*', '*/*;q=0', 'text/csv;q=0', 'nonsense', '*/json', ','])(
  'Accept: %s accepts none',
  (accept) => expect(preferredType(accept, offers)).toBeNull(),
)
