import type { OpenApiDocument } from './document-types'
import type { GroupName } from './operation'

/** What is said of the API as a whole. */
export const introduction: Omit<OpenApiDocument['info'], 'version'> = {
  title: 'Aperture Upload Token API',
  summary: 'Tables are uploaded with a token, and de-identified before anything of them is stored.',
  description: [
    "A third party's backend asks management for an upload token, for one user and one project; a browser posts a table and its definition with it, once.",
    'What is refused or fails is answered as `application/problem+json` (RFC 9457): `code` says what it is, for a machine, `detail` what to do, `type` leads to its meaning. Uploads say with `retry` what the token is still good for: `same-token` (mend the input), `later` (after `Retry-After`), `new-token`, or `never`.',
    'Any address may also answer `path-malformed`, `not-found` and `method-not-allowed`, which stand among the responses of the components.',
    'With `APERTURE_STATUS_CODES=manual` whatever is no success of the three imports is answered with 500 and `application/json`, `status` in its body being the status of the import (`refused` or `failed`); POSTs of management then answer 200 instead of 201.',
  ].join('\n\n'),
  license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
}

const meanings: Readonly<Record<GroupName, string>> = {
  Uploads: 'For anyone with a token, which is all the credential there is.',
  Management: 'Users, projects and their owners, tokens, datasets.',
  Audit: 'The history of everything.',
  Data: 'De-identified tables, for the users who may read them.',
  Operations: 'For those who run the service, and for readers of this description.',
}

export const groups: OpenApiDocument['tags'] = Object.entries(meanings).map(([name, description]) => ({
  name,
  description,
}))

const bearer = (description: string) => ({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description })

export const credentials = {
  management: bearer(
    'A JWT with `exp`, `aud` = `aperture-management`, and the name of the client as `identity`: up to 64 of `A-Z a-z 0-9 . _ -`. Signed with HS512 and the shared secret, or with the private key of a public one that the service was given.',
  ),
  data: bearer(
    'A JWT with `exp`, `aud` = `aperture-data`, and the name of an active user as `sub`. Signed like the one of management, with a key of its own.',
  ),
} as const
