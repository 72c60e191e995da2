import type { ShownUser } from '../../application/show-users'
import { json } from './answer'
import { bodyOf } from './body-codec'
import { listOf, personName, thingName } from './body-members'
import type { HttpDeps } from './http-deps'
import { managed, managedWithBody } from './managed'
import { pathPart } from './parameters'
import { type Resource, shown } from './resource'

const provisioning = bodyOf(
  { user: personName },
  { groups: listOf(thingName, 'a list of the names of groups') },
)

/** `user` is `null` once the name has been erased. */
const asJson = ({ name, groups, active }: ShownUser) => ({ user: name, groups, active })

export function userRoutes(deps: HttpDeps): readonly Resource[] {
  const { provisionUser, showUser, listUsers, deactivateUser } = deps.useCases
  return [
    {
      path: '/management/provision/user',
      methods: {
        ...shown(managed(deps, [], async () => json(200, (await listUsers()).map(asJson)))),
        POST: managedWithBody(deps, provisioning, async (call, { metadata }, { user, groups = [] }) => {
          const answer = await provisionUser({ name: user, groups }, metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(201, { status: 'provisioned', user })
        }),
      },
    },
    {
      path: '/management/provision/user/:user',
      place: 'address',
      methods: {
        ...shown(
          managed(deps, [], async (call) => {
            const found = await showUser(pathPart(call, 'user'))
            return found === null ? call.refuse({ code: 'unknown-user' }) : json(200, asJson(found))
          }),
        ),
        DELETE: managed(deps, [], async (call, { metadata }) => {
          const answer = await deactivateUser(pathPart(call, 'user'), metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(200, { status: 'deactivated' })
        }),
      },
    },
  ]
}
