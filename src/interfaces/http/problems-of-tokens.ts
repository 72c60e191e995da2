import { later, listed, never, newToken } from './problem-row'
import type { ProblemTable } from './problem-table'

/** What is wrong with what a request names: its own path asks for what isn't there, or for what is past. */
const unknown = { upload: 403, content: 422, address: 404 } as const
const past = { upload: 403, content: 422, address: 409 } as const

/** Tokens, and the rights that they stand on. */
export const tokenProblems = {
  'token-invalid': {
    status: 403,
    title: 'Token invalid',
    detail: () => 'Ask for a new token, and send it whole.',
    advice: newToken,
  },
  'token-expired': {
    status: 403,
    title: 'Token expired',
    detail: () => 'The time window of the token is over: ask for a new one.',
    advice: newToken,
  },
  'token-not-yet-valid': {
    status: 403,
    title: 'Token not yet valid',
    detail: ({ notBefore }) => `The token is valid from ${new Date(notBefore).toISOString()} on.`,
    advice: ({ notBefore }, now) => later(Math.max(1, Math.ceil((notBefore - now) / 1000))),
    examples: [{ notBefore: Date.parse('2031-05-17T08:00:00Z') }],
  },
  'token-revoked': {
    status: 403,
    title: 'Token revoked',
    detail: () => 'The token was taken back: ask for a new one.',
    advice: newToken,
  },
  'token-kind-not-allowed': {
    status: 403,
    title: 'Kind of import not allowed',
    detail: ({ kinds }) =>
      `The token allows only: ${listed(kinds)}. Use that endpoint, or ask for a new token.`,
    advice: newToken,
    examples: [{ kinds: ['dataset', 'external'] }],
  },
  'token-in-use': {
    status: 409,
    title: 'Token in use',
    detail: () => 'Another upload with this token is under way: wait for its end.',
    advice: later(5),
  },
  'token-already-used': {
    status: 409,
    title: 'Token already used',
    detail: () => 'A token is good for one import, and this one has had it.',
    advice: newToken,
    examples: [{ importId: '6f1c2a34-9a1e-4c0b-8d5e-0b8f5a2d7c11', kind: 'dataset' }, {}],
  },
  'token-exhausted': {
    status: 429,
    title: 'Token exhausted',
    detail: () => 'Too many uploads with this token were refused: ask for a new one.',
    advice: newToken,
  },
  'token-exists': {
    status: 409,
    title: 'Token exists',
    detail: () => 'The id was drawn before: ask for a new token.',
    advice: newToken,
  },
  'token-window-invalid': {
    status: 422,
    title: 'Token window invalid',
    detail: (refusal) =>
      'maxSeconds' in refusal
        ? `The window must end in the future and be ${refusal.maxSeconds} seconds long at most.`
        : 'The window must end after it begins.',
    advice: newToken,
    examples: [{}, { maxSeconds: 86_400 }],
  },
  'token-kinds-missing': {
    status: 422,
    title: 'Token without kinds',
    detail: () => 'Name at least one kind of import, or leave the list out to allow all.',
    advice: newToken,
  },
  'external-uuid-malformed': {
    status: 422,
    title: 'External uuid malformed',
    detail: () => 'The member external_uuid must be a uuid.',
  },
  'unknown-user': {
    status: unknown,
    title: 'User unknown',
    detail: (refusal) =>
      'position' in refusal
        ? `Number ${refusal.position} of owners is not a provisioned user: provision the user first.`
        : 'There is no such user: provision the user first.',
    advice: never,
    examples: [{}, { position: 2 }],
  },
  'user-inactive': {
    status: past,
    title: 'User deactivated',
    detail: () => 'The user has been deactivated, and can neither own nor import.',
    advice: never,
  },
  'not-owner': {
    status: past,
    title: 'Not an owner of the project',
    detail: () => 'Only an owner of the project may import into it: have the user made one.',
    advice: never,
  },
  'unknown-project': {
    status: unknown,
    title: 'Project unknown',
    detail: () => 'There is no such project: provision it first.',
    advice: never,
  },
  'project-retired': {
    status: past,
    title: 'Project retired',
    detail: () => 'The project has been retired, and is not changed or imported into any more.',
    advice: never,
  },
  'rights-withdrawn': {
    status: 403,
    title: 'Rights withdrawn',
    detail: () => 'The right to import into the project was withdrawn while the upload was under way.',
    advice: never,
  },
} satisfies Partial<ProblemTable>
