import * as t from 'io-ts'
import { refined } from '../described'
import { importReceipt, reportedImport, tokenStatus } from '../import-json'
import { objectOf, ordinal, someText, such, uploadToken, wordOf } from '../json-forms'
import { endpoints } from '../upload-routes'
import { type AnsweredProblem, asJson, type DescribedPath, type RequestBody } from './operation'

/** A file among the parts of a form; its bytes are no JSON. */
const fileOf = (description: string) =>
  refined<string>(
    'a file',
    { type: 'string', contentMediaType: 'application/octet-stream', description },
    (value) => (typeof value === 'string' ? value : null),
  )

const form: RequestBody = {
  says: 'Exactly these three parts, the token first. With `file_def` before `file_csv` the table is de-identified as it arrives; the other order means the same.',
  content: {
    'multipart/form-data': {
      codec: objectOf({
        token: uploadToken,
        file_def: fileOf('The definition of the table: XML (manual, chapter 7), at most 4 MiB.'),
        file_csv: fileOf('The table: CSV, as the definition says.'),
      }),
    },
  },
}

/** What the checks of the request say, then those of the token, of the definition and of the table, then the rest. */
const refusals: readonly AnsweredProblem[] = [
  ...(['origin-not-allowed', 'draining', 'token-in-query', 'content-encoding', 'media-type'] as const),
  ...(['multipart-invalid', 'part-missing', 'part-duplicate', 'part-unexpected'] as const),
  ...(['token-must-come-first', 'upload-idle'] as const),
  ...(['token-invalid', 'token-not-yet-valid', 'token-expired', 'token-revoked'] as const),
  { code: 'token-already-used', beside: { import: reportedImport } },
  ...(['token-in-use', 'token-exhausted', 'token-kind-not-allowed', 'busy'] as const),
  ...(['unknown-user', 'user-inactive', 'unknown-project', 'project-retired', 'not-owner'] as const),
  'rights-withdrawn',
  ...(['definition-too-large', 'definition-invalid', 'definition-not-allowed', 'too-many-columns'] as const),
  'keyfile-recipient-missing',
  ...(['header-mismatch', 'csv-invalid', 'too-many-rows', 'too-many-distinct-values'] as const),
  ...(['upload-too-large', 'disk-full', 'store-unavailable', 'outcome-unknown'] as const),
]

const ofExternal: readonly AnsweredProblem[] = [
  'external-uuid-missing',
  'external-uuid-not-allowed',
  'external-uuid-taken',
]

const words = {
  dataset: ['importDataset', 'Imports a dataset'],
  ephemeral: ['importEphemeralDataset', 'Imports a dataset that is delivered once and forgotten'],
  external: ['importExternalDataset', 'Imports a dataset that is found at an external uuid'],
} as const

const imports = endpoints.map(({ path, kind }): DescribedPath => {
  const [id, summary] = words[kind]
  return {
    group: 'Uploads',
    path,
    place: 'upload',
    operations: {
      POST: {
        id,
        summary,
        says: 'The credential is the token in the form, which the import that succeeds spends.',
        body: form,
        answers: [{ status: 200, says: 'The table is imported.', content: asJson(importReceipt) }],
        problems: kind === 'external' ? [...refusals, ...ofExternal] : refusals,
      },
    },
    options: {
      media_type: wordOf('multipart/form-data'),
      fields: t.readonlyArray(
        objectOf({ name: such(someText, 'token'), kind: wordOf('string', 'file'), order: ordinal }),
      ),
      limits: objectOf({
        max_upload_bytes: ordinal,
        max_definition_bytes: ordinal,
        max_record_bytes: ordinal,
        max_columns: ordinal,
        token_max_seconds: ordinal,
      }),
    },
  }
})

const ofTokenForms: readonly AnsweredProblem[] = [
  ...(['token-in-query', 'content-encoding', 'media-type', 'body-idle', 'body-too-large'] as const),
  ...(['body-invalid', 'multipart-invalid', 'part-missing', 'part-duplicate', 'part-unexpected'] as const),
  'store-unavailable',
]

const inAnyForm = (codec: RequestBody['content'][string]['codec']): RequestBody => ({
  content: {
    'application/x-www-form-urlencoded': { codec },
    'application/json': { codec },
    'multipart/form-data': { codec },
  },
})

const tokenCalls: readonly DescribedPath[] = [
  {
    group: 'Uploads',
    path: '/-/token/status',
    operations: {
      POST: {
        id: 'showTokenStatus',
        summary: 'Where a token stands',
        says: 'With the answer of the upload that spent it, which the client may have lost. Never spends the token.',
        body: inAnyForm(objectOf({ token: uploadToken })),
        answers: [{ status: 200, says: 'What is known of the token.', content: asJson(tokenStatus) }],
        problems: [...ofTokenForms, 'token-invalid'],
      },
    },
  },
  {
    group: 'Uploads',
    path: '/-/token/result',
    operations: {
      POST: {
        id: 'fetchResult',
        summary: 'The result of an ephemeral import, once',
        says: 'It is gone when its last byte has been sent; a delivery that broke off may be repeated.',
        body: inAnyForm(objectOf({ token: uploadToken }, { part: wordOf('keyfile') })),
        answers: [
          {
            status: 200,
            says: 'The de-identified table; with `part=keyfile` the keyfile.',
            content: {
              'text/csv': { text: 'The de-identified table.' },
              'application/octet-stream': { bytes: 'The keyfile, an age file.' },
            },
            always: ['Content-Disposition'],
          },
        ],
        problems: [...ofTokenForms, 'result-not-found'],
      },
    },
  },
]

export const uploadOperations: readonly DescribedPath[] = [...imports, ...tokenCalls]
