import type { TokenQuery } from '../../application/show-tokens'
import { json } from './answer'
import { bodyOf } from './body-codec'
import { kind, listOf, personName, sha256, shortText, time, wholeNumber } from './body-members'
import type { HttpDeps } from './http-deps'
import { managed, managedWithBody } from './managed'
import { asId, asNumber, invalid, pathPart } from './parameters'
import { type Resource, shown } from './resource'
import { writeTime } from './rfc3339'
import { listedTokenJson, shownTokenJson } from './upload-token-json'

const tokensAPage = 100

const request = bodyOf(
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
  const { issueToken, showToken, revokeToken } = deps.useCases
  return [
    {
      path,
      methods: {
        ...shown(tokenList(deps)),
        POST: managedWithBody(deps, request, async (call, { metadata }, body) => {
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
        ...shown(
          managed(deps, [], async (call) => {
            const tokenId = asId(pathPart(call, 'token_id'))
            const found = tokenId === null ? null : await showToken(tokenId)
            if (tokenId === null || found === null) return call.refuse({ code: 'unknown-token' })
            return json(200, shownTokenJson(tokenId, found, deps.publicUrl()))
          }),
        ),
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

/** Newest first, a page at a time. */
const tokenList = (deps: HttpDeps) =>
  managed(deps, ['project', 'user', 'before'], async (call, _manager, { project, user, before }) => {
    const projectId = project === undefined ? undefined : asNumber(project)
    if (projectId === null) return call.refuse(invalid('project', 'the id of a project'))
    if (before !== undefined && asId(before) === null) {
      return call.refuse(invalid('before', 'the id of a token'))
    }
    const query: TokenQuery = {
      ...(projectId === undefined ? {} : { projectId }),
      ...(user === undefined ? {} : { user }),
      ...(before === undefined ? {} : { before }),
      // One more tells whether there is a next page.
      limit: tokensAPage + 1,
    }
    const found = await deps.useCases.listTokens(query)
    const page = found.slice(0, tokensAPage)
    const last = page.at(-1)
    if (last === undefined || found.length <= tokensAPage) return json(200, page.map(listedTokenJson))
    const next = new URLSearchParams({
      ...(project === undefined ? {} : { project }),
      ...(user === undefined ? {} : { user }),
      before: last.tokenId,
    })
    const link = `<${deps.publicUrl()}${path}?${next}>; rel="next"`
    return json(200, page.map(listedTokenJson), { Link: link })
  })
