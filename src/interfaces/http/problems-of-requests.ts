import * as t from 'io-ts'
import { nullOr, objectOf, someText, such } from './json-forms'
import { listed, told } from './problem-row'
import type { ProblemTable } from './problem-table'

const memberFaults = t.readonlyArray(
  objectOf({ member: nullOr(such(someText, 'user')), hint: such(someText, 'is missing') }, {}, 'MemberFault'),
)

/** Requests that no use case is asked about. */
export const requestProblems = {
  'not-found': {
    status: 404,
    title: 'Not found',
    detail: () => 'There is nothing at this address.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: ({ allowed }) => `This address answers ${listed(allowed)}.`,
    headers: ({ allowed }) => ({ Allow: listed(allowed) }),
    examples: [{ allowed: ['GET', 'HEAD', 'OPTIONS'] }],
  },
  'path-malformed': {
    status: 400,
    title: 'Address malformed',
    detail: () => 'The path of the address holds a percent sign that encodes nothing.',
  },
  'parameter-unsupported': {
    status: 400,
    title: 'Parameter not supported',
    detail: ({ name }) =>
      name === null ? 'Leave out the parameters that are not asked for.' : `Leave out the parameter ${name}.`,
    examples: [{ name: 'wait' }, { name: null }],
  },
  'parameter-invalid': {
    status: 400,
    title: 'Parameter invalid',
    detail: ({ name, hint }) => `The parameter ${name} must be ${hint}.`,
    examples: [{ name: 'limit', hint: 'a number from 1 to 10000' }],
  },
  'not-acceptable': {
    status: 406,
    title: 'Media type not on offer',
    detail: ({ types }) => `Accept one of ${listed(types)}.`,
    examples: [{ types: ['text/csv', 'application/x-ndjson', 'application/json'] }],
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    detail: () => 'The content is not the one that If-Match names.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'Range not satisfiable',
    detail: ({ bytes }) => `The content has ${bytes} bytes, and the range begins behind them.`,
    headers: ({ bytes }) => ({ 'Content-Range': `bytes */${bytes}` }),
    examples: [{ bytes: 8_192 }],
  },
  'body-invalid': {
    status: 400,
    title: 'Body invalid',
    detail: (refusal) =>
      'detail' in refusal ? refusal.detail : 'The body is not what is asked for: mend what errors names.',
    members: told({ errors: memberFaults }, (refusal) =>
      'errors' in refusal ? { errors: refusal.errors } : {},
    ),
    examples: [
      { errors: [{ member: 'user', hint: 'is missing' }] },
      { detail: 'The body must be a JSON object in UTF-8.' },
    ],
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    detail: ({ limit }) => `The body may have ${limit} bytes.`,
    examples: [{ limit: 65_536 }],
  },
  'body-idle': {
    status: 408,
    title: 'Body too slow',
    detail: ({ seconds }) => `The body must be whole after ${seconds} seconds: send it again.`,
    examples: [{ seconds: 30 }],
  },
  unauthenticated: {
    status: 401,
    title: 'Not authenticated',
    detail: () => 'Send a valid credential as Authorization: Bearer.',
    headers: () => ({ 'WWW-Authenticate': 'Bearer' }),
  },
  'result-not-found': {
    status: 404,
    title: 'Result not found',
    detail: () => 'No result waits for this token: it was delivered, has expired, or never was.',
  },
} satisfies Partial<ProblemTable>
