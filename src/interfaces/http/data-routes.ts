import type { DatasetName } from '../../application/read-dataset'
import { bearerOf } from './bearer'
import type { HttpDeps } from './http-deps'
import { pathPart } from './parameters'
import { type Resource, shown } from './resource'
import type { Call, Handler } from './serve'

/** De-identified tables for the people who may read them. */
export const dataRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path: '/-/dataset/external/:uuid',
    methods: shown(table(deps, (call) => ({ uuid: pathPart(call, 'uuid') }))),
  },
  {
    path: '/-/dataset/:id',
    methods: shown(table(deps, (call) => ({ datasetId: pathPart(call, 'id') }))),
  },
]

const table =
  ({ credentials, useCases }: HttpDeps, nameOf: (call: Call) => DatasetName): Handler =>
  async (call) => {
    const bearer = bearerOf(call.request)
    const reader = bearer === null ? null : await credentials.data(bearer)
    if (reader === null) return call.refuse({ code: 'unauthenticated' })
    const answer = await useCases.readDataset(nameOf(call), reader, call.id)
    if (answer.outcome === 'refused') return call.refuse(answer.refusal)
    const { facts, table } = answer
    return {
      kind: 'streamed',
      status: 200,
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="${facts.uuid ?? facts.datasetId}.csv"`,
        ETag: `"${facts.sha256}"`,
      },
      bytes: table.bytes,
      content: () => table.read(),
    }
  }
