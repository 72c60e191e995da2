import { tokenWords } from '../../application/token-state'
import { json } from './answer'
import { bodyOf } from './body-codec'
import { kind, listOf, personName, sha256, shortText, time, wholeNumber } from './body-members'
import type { HttpDeps } from './http-deps'
import { addressWith, itemsToAskFor, listPage } from './list-page'
import { managed, managedWithBody } from './managed'
import { asId, asNumber, invalid, pathPart } from './parameters'
import { type Resource, shown } from './resource'
import { writeTime } from './rfc3339'
import { listedTokenJson, shownTokenJson } from './upload-token-json'
import { whileConnected } from './while-connected'

export const longestWaitSeconds = 60

export const tokenRequest = bodyOf(
  { project: wholeNumber, user: personName },
  {
    kinds: listOf(kind, 'a list of kinds of imports'),
    not_before: time,
    expires_in: wholeNumber,
    max_bytes: wholeNumber,
    max_rows: wholeNumber,
    external_uuid: shortText,
    definition_sha256: sha256,
  },
)

const path = '/management/provision/uploadtoken'

export function uploadTokenRoutes(deps: HttpDeps): readonly Resource[] {
  const { issueToken, revokeToken } = deps.useCases
  return [
    {
      path,
      methods: {
        ...shown(tokenList(deps)),
        POST: managedWithBody(deps, tokenRequest, async (call, { metadata }, body) => {
          const { project: projectId, user, kinds, not_before: notBefore, expires_in: seconds } = body
          const asked = {
            projectId,
            user,
            ...(kinds === undefined ? {} : { kinds }),
            ...(notBefore === undefined ? {} : { notBefore }),
            ...(seconds === undefined ? {} : { expiresInSeconds: seconds }),
            ...(body.max_bytes === undefined ? {} : { maxBytes: body.max_bytes }),
            ...(body.max_rows === undefined ? {} : { maxRows: body.max_rows }),
            ...(body.external_uuid === undefined ? {} : { externalUuid: body.external_uuid }),
            ...(body.definition_sha256 === undefined ? {} : { definitionSha256: body.definition_sha256 }),
          }
          const answer = await issueToken(asked, metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          const { token, tokenId, ...window } = answer.issued
          return json(201, {
            status: 'issued',
            token,
            token_id: tokenId,
            not_before: writeTime(window.notBefore),
            expires_at: writeTime(window.expiresAt),
          })
        }),
      },
    },
    {
      path: `${path}/:token_id`,
      place: 'address',
      methods: {
        ...shown(tokenShown(deps)),
        DELETE: managed(deps, [], async (call, { metadata }) => {
          const tokenId = asId(pathPart(call, 'token_id'))
          if (tokenId === null) return call.refuse({ code: 'unknown-token' })
          const answer = await revokeToken(tokenId, metadata)
          if (answer.outcome === 'refused') return call.refuse(answer.refusal)
          return json(200, { status: 'revoked' })
        }),
      },
    },
  ]
}

/** As it is; with `wait`, as soon as it is in another state than it was. */
const tokenShown = (deps: HttpDeps) =>
  managed(deps, ['wait'], async (call, _manager, { wait }) => {
    const tokenId = asId(pathPart(call, 'token_id'))
    if (tokenId === null) return call.refuse({ code: 'unknown-token' })
    const seconds = wait === undefined ? undefined : asNumber(wait)
    if (seconds === null || (seconds ?? 0) > longestWaitSeconds) {
      return call.refuse(invalid('wait', `a number of seconds from 1 to ${longestWaitSeconds}`))
    }
    const found =
      seconds === undefined
        ? await deps.useCases.showToken(tokenId)
        : await deps.useCases.awaitToken(tokenId, seconds * 1_000, whileConnected(deps, call))
    if (found === null) return call.refuse({ code: 'unknown-token' })
    return json(200, shownTokenJson(tokenId, found, deps.publicUrl()))
  })

/** Newest first, a page at a time. */
const tokenList = (deps: HttpDeps) =>
  managed(
    deps,
    ['project', 'user', 'state', 'before'],
    async (call, _manager, { project, user, state, before }) => {
      const projectId = project === undefined ? undefined : asNumber(project)
      if (projectId === null) return call.refuse(invalid('project', 'the id of a project'))
      const word = tokenWords.find((known) => known === state)
      if (state !== undefined && word === undefined) {
        return call.refuse(invalid('state', `one of ${tokenWords.join(', ')}`))
      }
      if (before !== undefined && asId(before) === null) {
        return call.refuse(invalid('before', 'the id of a token'))
      }
      const found = await deps.useCases.listTokens({
        ...(projectId === undefined ? {} : { projectId }),
        ...(user === undefined ? {} : { user }),
        ...(word === undefined ? {} : { word }),
        ...(before === undefined ? {} : { before }),
        limit: itemsToAskFor,
      })
      return listPage(found, listedTokenJson, ({ tokenId }) =>
        addressWith(`${deps.publicUrl()}${path}`, { project, user, state, before: tokenId }),
      )
    },
  )
