import { json } from './answer'
import { bodyOf } from './body-codec'
import { description, listOf, personName, shortText, thingName, wholeNumber } from './body-members'
import { orNull } from './described'
import { exportTarget } from './export-target-member'
import type { HttpDeps } from './http-deps'
import { managed, managedWithBody } from './managed'
import { asNumber, pathPart } from './parameters'
import { listedProjectJson, shownProjectJson } from './project-json'
import { type Resource, shown } from './resource'
import type { Call } from './serve'

/** Manual, chapter 9. */
export const projectProvisioning = bodyOf(
  { name: thingName, description, owner: personName },
  {
    authgroup: thingName,
    deid_project_id: wholeNumber,
    keyfile_recipient: shortText,
    sftpexporttarget: exportTarget,
  },
)

/** What is absent stays as it is. `owners` is the whole list: who is missing from it is no owner any more. */
export const projectChange = bodyOf(
  {},
  {
    name: thingName,
    description,
    authgroup: orNull(thingName),
    deid_project_id: orNull(wholeNumber),
    keyfile_recipient: orNull(shortText),
    sftpexporttarget: orNull(exportTarget),
    owners: listOf(personName, 'a list of the names of users'),
  },
)

export function projectRoutes(deps: HttpDeps): readonly Resource[] {
  const { provisionProject, showProject, listProjects, changeProject, retireProject } = deps.useCases
  return [
    {
      path: '/management/provision/project',
      methods: {
        ...shown(managed(deps, [], async () => json(200, (await listProjects()).map(listedProjectJson)))),
        POST: managedWithBody(deps, projectProvisioning, async (call, { metadata }, body) => {
          const answer = await provisionProject(asNamedInside(body), metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(201, { status: 'created', id: answer.projectId })
        }),
      },
    },
    {
      path: '/management/provision/project/:id',
      place: 'address',
      methods: {
        ...shown(
          managed(deps, [], async (call) => {
            const projectId = projectIdOf(call)
            const found = projectId === null ? null : await showProject(projectId)
            return found === null
              ? call.refuse({ code: 'unknown-project' })
              : json(200, shownProjectJson(found))
          }),
        ),
        PUT: managedWithBody(deps, projectChange, async (call, { metadata }, body) => {
          const projectId = projectIdOf(call)
          if (projectId === null) return call.refuse({ code: 'unknown-project' })
          const answer = await changeProject(projectId, asNamedInside(body), metadata)
          if (answer.outcome === 'changed') return json(200, { status: 'changed', id: projectId })
          const { refusal } = answer
          return call.refuse(refusal, refusal.code === 'unknown-user' ? 'content' : 'address')
        }),
        DELETE: managed(deps, [], async (call, { metadata }) => {
          const projectId = projectIdOf(call)
          if (projectId === null) return call.refuse({ code: 'unknown-project' })
          const answer = await retireProject(projectId, metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(200, { status: 'retired' })
        }),
      },
    },
  ]
}

/** Members that are called otherwise in the manual than here. */
interface NamedOutside<DeidProject, Recipient, Target> {
  readonly deid_project_id?: DeidProject
  readonly keyfile_recipient?: Recipient
  readonly sftpexporttarget?: Target
}

function asNamedInside<D, R, T, Body extends NamedOutside<D, R, T>>(body: Body & NamedOutside<D, R, T>) {
  const { deid_project_id, keyfile_recipient, sftpexporttarget, ...same } = body
  return {
    ...same,
    ...(deid_project_id === undefined ? {} : { deidProjectId: deid_project_id }),
    ...(keyfile_recipient === undefined ? {} : { keyfileRecipient: keyfile_recipient }),
    ...(sftpexporttarget === undefined ? {} : { exportTarget: sftpexporttarget }),
  }
}

const projectIdOf = (call: Call): number | null => asNumber(pathPart(call, 'id'))
