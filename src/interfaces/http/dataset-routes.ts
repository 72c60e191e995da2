import type { HttpDeps } from './http-deps'
import { managed } from './managed'
import { asId, invalid, pathPart } from './parameters'
import type { Resource } from './resource'

/** A reference to the case that the re-identification is for, as it is kept in the history. */
const caseForm = /^[A-Za-z0-9._-]{1,64}$/

/** The keyfile has no HEAD: each fetch is recorded, and a glance at it would be none. */
export const datasetRoutes = (deps: HttpDeps): readonly Resource[] => [
  {
    path: '/management/provision/dataset/:id/keyfile',
    place: 'address',
    methods: {
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
