import type { ResultDelivery } from '../../application/fetch-result'
import type { HttpAnswer } from './answer'
import { json } from './answer'
import { readTokenForm } from './form-token'
import type { HttpDeps } from './http-deps'
import { tokenStatusJson } from './import-json'
import type { Resource } from './resource'

/** What the holder of a token may ask for beside an upload. */
export function tokenRoutes({ useCases, publicUrl, limits, patience }: HttpDeps): readonly Resource[] {
  return [
    {
      path: '/-/token/status',
      methods: {
        POST: async (call) => {
          const form = await readTokenForm(call.request, patience.idleMs)
          if (form.outcome === 'refused') return call.refuse(form.refusal)
          if (form.part !== null) return call.refuse({ code: 'part-unexpected' })
          const status = await useCases.showTokenStatus(form.token)
          if (status === null) return call.refuse({ code: 'token-invalid' })
          return json(200, tokenStatusJson(status, publicUrl(), limits.maxUploadBytes))
        },
      },
    },
    {
      path: '/-/token/result',
      methods: {
        POST: async (call) => {
          const form = await readTokenForm(call.request, patience.idleMs)
          if (form.outcome === 'refused') return call.refuse(form.refusal)
          if (form.part !== null && form.part !== 'keyfile') {
            return call.refuse({ code: 'body-invalid', detail: 'The field part may only say keyfile.' })
          }
          const result = await useCases.fetchResult(form.token, form.part ?? 'table')
          return result === null ? call.refuse({ code: 'result-not-found' }) : deliver(result)
        },
      },
    },
  ]
}

const forms = {
  table: { type: 'text/csv; charset=utf-8', name: 'result.csv' },
  keyfile: { type: 'application/octet-stream', name: 'keyfile.age' },
} as const

function deliver(result: ResultDelivery): HttpAnswer {
  const { type, name } = forms[result.part]
  return {
    kind: 'streamed',
    status: 200,
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` },
    content: () => result.content(),
    delivery: result,
  }
}
