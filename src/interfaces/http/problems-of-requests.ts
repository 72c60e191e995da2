import { listed } from './problem-row'
import type { ProblemTable } from './problem-table'

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
  },
  'parameter-invalid': {
    status: 400,
    title: 'Parameter invalid',
    detail: ({ name, hint }) => `The parameter ${name} must be ${hint}.`,
  },
  'not-acceptable': {
    status: 406,
    title: 'Media type not on offer',
    detail: ({ types }) => `Accept one of ${listed(types)}.`,
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
  },
  'body-invalid': {
    status: 400,
    title: 'Body invalid',
    detail: (refusal) =>
      'detail' in refusal ? refusal.detail : 'The body is not what is asked for: mend what errors names.',
    members: (refusal) => ('errors' in refusal ? { errors: refusal.errors } : {}),
  },
  'body-too-large': {
    status: 413,
    title: 'Body too large',
    detail: ({ limit }) => `The body may have ${limit} bytes.`,
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
