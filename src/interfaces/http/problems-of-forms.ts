import { leastBytesASecond } from './client-patience'
import { never, sameToken } from './problem-row'
import type { ProblemTable } from './problem-table'

const tooSlow = {
  token: (seconds: number) => `The token must have arrived after ${seconds} seconds: send it first.`,
  bytes: (seconds: number) =>
    `An upload must send ${leastBytesASecond} bytes a second over ${seconds} seconds: send it again over a better connection.`,
  end: (seconds: number) =>
    `An upload may take ${seconds} seconds: split the table, or have the limit raised.`,
} as const

/** The request of an upload and its form (manual, chapter 10). */
export const formProblems = {
  'media-type': {
    status: 415,
    title: 'Media type not supported',
    detail: () =>
      'Send an upload as multipart/form-data, a call of management as application/json, and a token alone as one of the two or as application/x-www-form-urlencoded.',
    advice: sameToken,
  },
  'content-encoding': {
    status: 415,
    title: 'Content encoding not supported',
    detail: () => 'Send the body as it is, without a Content-Encoding.',
    advice: sameToken,
  },
  'origin-not-allowed': {
    status: 403,
    title: 'Origin not allowed',
    detail: () =>
      'Pages of this origin may not upload here: whoever runs the service names the origins that may.',
    advice: never,
  },
  'token-in-query': {
    status: 400,
    title: 'Token in the address',
    detail: () => 'Send the token as a field of the body: addresses are logged, and passed on.',
    advice: sameToken,
  },
  'multipart-invalid': {
    status: 400,
    title: 'Form malformed',
    detail: ({ detail }) => detail,
    advice: sameToken,
    examples: [{ detail: 'A part has no name.' }],
  },
  'part-missing': {
    status: 400,
    title: 'Part missing',
    detail: ({ part }) => `Add the part ${part} to the form.`,
    advice: sameToken,
    examples: [{ part: 'file_csv' }],
  },
  'part-duplicate': {
    status: 400,
    title: 'Part sent twice',
    detail: ({ part }) => `Send the part ${part} once only.`,
    advice: sameToken,
    examples: [{ part: 'token' }],
  },
  'part-unexpected': {
    status: 400,
    title: 'Part not expected',
    detail: () => 'The form has a part by a name that is not asked for: leave it out, or correct its name.',
    advice: sameToken,
  },
  'token-must-come-first': {
    status: 400,
    title: 'Token behind the files',
    detail: () => 'Send the part token before the files.',
    advice: sameToken,
  },
  'upload-too-large': {
    status: 413,
    title: 'Upload too large',
    detail: ({ limit }) => `A file of the upload may have ${limit} bytes.`,
    advice: sameToken,
    examples: [{ limit: 10_737_418_240 }],
  },
  'upload-idle': {
    status: 408,
    title: 'Upload too slow',
    detail: ({ waitedFor, seconds }) => tooSlow[waitedFor](seconds),
    advice: sameToken,
    examples: [
      { waitedFor: 'token', seconds: 10 },
      { waitedFor: 'bytes', seconds: 30 },
      { waitedFor: 'end', seconds: 21_600 },
    ],
  },
  'definition-too-large': {
    status: 413,
    title: 'Definition too large',
    detail: ({ limit }) => `The definition may have ${limit} bytes.`,
    advice: sameToken,
    examples: [{ limit: 4_194_304 }],
  },
} satisfies Partial<ProblemTable>
