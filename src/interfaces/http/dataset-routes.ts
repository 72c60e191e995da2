import { json } from './answer'
import type { HttpDeps } from './http-deps'
import { addressWith, itemsToAskFor, listPage } from './list-page'
import { managed } from './managed'
import { managedDatasetJson, shownDatasetJson } from './managed-dataset-json'
import { asId, asNumber, invalid, pathPart } from './parameters'
import { type Resource, shown } from './resource'

/** A reference to the case that the re-identification is for, as it is kept in the history. */
export const caseForm = /^[A-Za-z0-9._-]{1,64}$/

const path = '/management/provision/dataset'

export const datasetRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path,
    methods: shown(datasetList(deps)),
  },
  {
    path: `${path}/:id`,
    place: 'address',
    methods: {
      ...shown(
        managed(deps, [], async (call) => {
          const datasetId = asId(pathPart(call, 'id'))
          if (datasetId === null) return call.refuse({ code: 'unknown-dataset' })
          const answer = await deps.useCases.showDataset(datasetId)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(200, shownDatasetJson(answer.dataset, deps.publicUrl()))
        }),
      ),
      DELETE: managed(deps, [], async (call, { metadata }) => {
        const datasetId = asId(pathPart(call, 'id'))
        if (datasetId === null) return call.refuse({ code: 'unknown-dataset' })
        const answer = await deps.useCases.withdrawDataset(datasetId, metadata)
        if (answer.outcome === 'refused') return call.refuse(answer.refusal)
        return json(200, { status: 'withdrawn' })
      }),
    },
  },
  {
    path: `${path}/:id/keyfile`,
    place: 'address',
    methods: {
      // It has no HEAD: each fetch is recorded, and a glance at it would be none.
      GET: managed(deps, ['case'], async (call, { client }, { case: reference }) => {
        if (reference === undefined || !caseForm.test(reference)) {
          return call.refuse(invalid('case', 'a reference of 1 to 64 letters, digits, dots, _ and -'))
        }
        const datasetId = asId(pathPart(call, 'id'))
        if (datasetId === null) return call.refuse({ code: 'unknown-dataset' })
        const answer = await deps.useCases.fetchKeyfile({ datasetId, client, case: reference }, call.id)
        if (answer.outcome === 'refused') return call.refuse(answer.refusal)
        const { keyfile } = answer
        return {
          kind: 'streamed',
          status: 200,
          headers: {
            'Content-Type': 'application/octet-stream',
            'Content-Disposition': `attachment; filename="${datasetId}.keyfile.age"`,
          },
          bytes: keyfile.bytes,
          content: () => keyfile.read(),
        }
      }),
    },
  },
]

/** Newest first, a page at a time. */
const datasetList = (deps: HttpDeps) =>
  managed(deps, ['project', 'user', 'before'], async (call, _manager, { project, user, before }) => {
    const projectId = project === undefined ? undefined : asNumber(project)
    if (projectId === null) return call.refuse(invalid('project', 'the id of a project'))
    if (before !== undefined && asId(before) === null) {
      return call.refuse(invalid('before', 'the id of a dataset'))
    }
    const found = await deps.useCases.listAllDatasets({
      ...(projectId === undefined ? {} : { projectId }),
      ...(user === undefined ? {} : { user }),
      ...(before === undefined ? {} : { before }),
      limit: itemsToAskFor,
    })
    const base = deps.publicUrl()
    return listPage(
      found,
      (dataset) => managedDatasetJson(dataset, base),
      ({ datasetId }) => addressWith(`${base}${path}`, { project, user, before: datasetId }),
    )
  })
