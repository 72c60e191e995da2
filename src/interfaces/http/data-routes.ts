import type { DataReader } from '../../application/ports/credentials'
import type { DatasetName } from '../../application/read-dataset'
import { type HttpAnswer, json } from './answer'
import { bearerOf } from './bearer'
import { datasetAnswer, datasetTypes } from './dataset-forms'
import { listedDatasetJson } from './dataset-json'
import type { HttpDeps } from './http-deps'
import { preferredType } from './negotiation'
import { asId, asNumber, invalid, pathPart, readParameters } from './parameters'
import { type Resource, shown } from './resource'
import type { Call, Handler } from './serve'

const datasetsAPage = 100

/** De-identified tables for the people who may read them. */
export const dataRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path: '/-/dataset',
    methods: shown(list(deps)),
  },
  {
    path: '/-/dataset/external/:uuid',
    place: 'address',
    methods: shown(show(deps, (call) => ({ uuid: pathPart(call, 'uuid') }))),
  },
  {
    path: '/-/dataset/:id',
    place: 'address',
    methods: shown(show(deps, (call) => ({ datasetId: pathPart(call, 'id') }))),
  },
]

type ReaderHandler = (call: Call, reader: DataReader) => Promise<HttpAnswer>

const byReader =
  ({ credentials }: HttpDeps, handle: ReaderHandler): Handler =>
  async (call) => {
    const bearer = bearerOf(call.request)
    const reader = bearer === null ? null : await credentials.data(bearer)
    return reader === null ? call.refuse({ code: 'unauthenticated' }) : handle(call, reader)
  }

const show = (deps: HttpDeps, nameOf: (call: Call) => DatasetName): Handler =>
  byReader(deps, async (call, reader) => {
    const type = preferredType(call.request.headers.accept, datasetTypes)
    if (type === null) return call.refuse({ code: 'not-acceptable', types: datasetTypes })
    const answer = await deps.useCases.readDataset(nameOf(call), reader, call.id)
    return answer.outcome === 'refused' ? call.refuse(answer.refusal) : datasetAnswer(call, type, answer)
  })

/** Oldest first, a page at a time. */
const list = (deps: HttpDeps): Handler =>
  byReader(deps, async (call, { userName }) => {
    const parameters = readParameters(call.request.url, ['project', 'after'])
    if (parameters.outcome === 'refused') return call.refuse(parameters.problem)
    const { project, after } = parameters.values
    const projectId = project === undefined ? undefined : asNumber(project)
    if (projectId === null) return call.refuse(invalid('project', 'the id of a project'))
    if (after !== undefined && asId(after) === null) {
      return call.refuse(invalid('after', 'the id of a dataset'))
    }
    const answer = await deps.useCases.listDatasets({
      userName,
      limit: datasetsAPage,
      ...(projectId === undefined ? {} : { projectId }),
      ...(after === undefined ? {} : { after }),
    })
    if (answer.outcome === 'refused') return call.refuse(answer.refusal)
    const { datasets, next } = answer
    const body = datasets.map((dataset) => listedDatasetJson(dataset, deps.publicUrl()))
    if (next === null) return json(200, body)
    const query = new URLSearchParams({ ...(project === undefined ? {} : { project }), after: next })
    return json(200, body, { Link: `<${deps.publicUrl()}/-/dataset?${query}>; rel="next"` })
  })
