import { allowsRange, checkConditions } from '../../../src/interfaces/http/conditions'

const etag = '"ab12"'

test.each([
  ['send', {}],
  ['send', { 'if-none-match': '"other"' }],
  ['not-modified', { 'if-none-match': etag }],
  ['not-modified', { 'if-none-match': `"other", ${etag}` }],
  ['not-modified', { 'if-none-match': `W/${etag}` }],
  ['not-modified', { 'if-none-match': ' * ' }],
  ['send', { 'if-none-match': '"with , comma", "ab"' }],
  ['send', { 'if-match': etag }],
  ['send', { 'if-match': '*' }],
  ['failed', { 'if-match': '"other"' }],
  ['failed', { 'if-match': `W/${etag}` }],
  ['failed', { 'if-match': '' }],
  ['failed', { 'if-match': '"other"', 'if-none-match': etag }],
  ['not-modified', { 'if-match': etag, 'if-none-match': etag }],
  ['send', { 'if-modified-since': 'Sat, 17 May 2031 08:00:00 GMT' }],
] as const)('%s: %j', (verdict, headers) => expect(checkConditions(headers, etag)).toBe(verdict))

test.each([
  [true, {}],
  [true, { 'if-range': etag }],
  [false, { 'if-range': '"other"' }],
  [false, { 'if-range': `W/${etag}` }],
  [false, { 'if-range': 'Sat, 17 May 2031 08:00:00 GMT' }],
])('a range may be sent is %p: %j', (allowed, headers) => expect(allowsRange(headers, etag)).toBe(allowed))
