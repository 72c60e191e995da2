import { randomUUID } from 'node:crypto'
import type { AnswerWorld } from './answer-world'
import type { Ask, Asks } from './ask'

const definition = (identifier: string): string =>
  `<DatasetDefinition>${identifier}<Columns><Column Name="age" Type="integer" Deidentify="keep"/></Columns></DatasetDefinition>`

const table = 'age\n63\n'

/** What an import takes; a fresh uuid, which the other kinds of imports ignore. */
function form(token: string, csv = table, uuid: string = randomUUID()): FormData {
  const parts = new FormData()
  parts.set('token', token)
  parts.set('file_def', new Blob([definition(`<CatalogueIdentifier Uuid="${uuid}"/>`)]), 'table.xml')
  parts.set('file_csv', new Blob([csv]), 'table.csv')
  return parts
}

const withoutFiles = (token: string): FormData => {
  const parts = form(token)
  parts.delete('file_csv')
  return parts
}

const largeDefinition = (token: string): FormData => {
  const parts = form(token)
  parts.set('file_def', new Blob([' '.repeat(4 * 1024 * 1024 + 1)]), 'table.xml')
  return parts
}

const sending =
  (bodyOf: (world: AnswerWorld, token: string) => Ask['body']) =>
  async (world: AnswerWorld): Promise<Ask> => {
    const body = bodyOf(world, await world.issue())
    return body === undefined ? {} : { body }
  }

const importing: Asks[string] = {
  200: sending((_world, token) => form(token)),
  400: sending((_world, token) => withoutFiles(token)),
  403: sending(() => form('no.token')),
  409: sending(({ resultToken }) => form(resultToken)),
  413: sending((_world, token) => largeDefinition(token)),
  415: () => ({ headers: { 'Content-Type': 'text/plain' }, body: 'token' }),
  422: sending((_world, token) => form(token, 'age\nold\n')),
  429: sending(({ exhaustedToken }) => form(exhaustedToken)),
}

const tooLong = 'a'.repeat(65 * 1024)

/** What a call about a token alone refuses. */
const tokenForm: Asks[string] = {
  400: () => ({ body: new URLSearchParams({ token: 'a', other: 'b' }) }),
  413: () => ({ body: new URLSearchParams({ token: tooLong }) }),
  415: () => ({ headers: { 'Content-Type': 'text/plain' }, body: 'token' }),
}

const byToken = (token: string): Ask => ({ body: new URLSearchParams({ token }) })

export const uploadAsks: Asks = {
  importDataset: importing,
  importEphemeralDataset: importing,
  importExternalDataset: importing,
  showTokenStatus: {
    ...tokenForm,
    200: ({ resultToken }) => byToken(resultToken),
    403: () => byToken('no.token'),
  },
  fetchResult: {
    ...tokenForm,
    200: ({ resultToken }) => byToken(resultToken),
    404: () => byToken('no.token'),
  },
}
