import { json } from './answer'
import { bodyOf } from './body-codec'
import { listOf, personName, thingName } from './body-members'
import type { HttpDeps } from './http-deps'
import { managed, managedWithBody } from './managed'
import { invalid, pathPart } from './parameters'
import { type Resource, shown } from './resource'
import { userJson } from './user-json'

const groups = listOf(thingName, 'a list of the names of groups')
export const userProvisioning = bodyOf({ user: personName }, { groups })
/** The address names the user; the body may repeat the name. */
export const userChange = bodyOf({}, { user: personName, groups })

export function userRoutes(deps: HttpDeps): readonly Resource[] {
  const { provisionUser, ensureUser, showUser, listUsers, deactivateUser } = deps.useCases
  return [
    {
      path: '/management/provision/user',
      methods: {
        ...shown(managed(deps, [], async () => json(200, (await listUsers()).map(userJson)))),
        POST: managedWithBody(deps, userProvisioning, async (call, { metadata }, { user, groups = [] }) => {
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
            return found === null ? call.refuse({ code: 'unknown-user' }) : json(200, userJson(found))
          }),
        ),
        PUT: managedWithBody(
          deps,
          userChange,
          async (call, { metadata }, { user: repeatedName, ...members }) => {
            const name = pathPart(call, 'user')
            if (!personName.is(name)) return call.refuse(invalid('user', personName.name))
            const wanted = { name, ...members, ...(repeatedName === undefined ? {} : { repeatedName }) }
            const answer = await ensureUser(wanted, metadata)
            if (answer.outcome === 'refused') return call.refuse(answer.refusal)
            return json(answer.outcome === 'provisioned' ? 201 : 200, { status: answer.outcome, user: name })
          },
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
