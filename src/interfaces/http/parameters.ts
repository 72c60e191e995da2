import { speakable } from './body-codec'
import type { Problem } from './problem-table'
import type { Call } from './serve'

export type Parameters<Name extends string> =
  | { readonly outcome: 'read'; readonly values: Readonly<Partial<Record<Name, string>>> }
  | { readonly outcome: 'refused'; readonly problem: Problem }

/** The parameters of an address, each at most once; any but these are refused by name. */
export function readParameters<Name extends string>(url: string, names: readonly Name[]): Parameters<Name> {
  const values: Partial<Record<Name, string>> = {}
  for (const [given, value] of queryOf(url)) {
    const name = names.find((known) => known === given)
    if (name === undefined) {
      return refused({ code: 'parameter-unsupported', name: speakable(given) })
    }
    if (values[name] !== undefined) return refused(invalid(name, 'given once'))
    values[name] = value
  }
  return { outcome: 'read', values }
}

const refused = (problem: Problem) => ({ outcome: 'refused', problem }) as const

/** `hint` ends the sentence 'must be …'. */
export const invalid = (name: string, hint: string): Problem => ({ code: 'parameter-invalid', name, hint })

const queryOf = (url: string): URLSearchParams => {
  const at = url.indexOf('?')
  return new URLSearchParams(at < 0 ? '' : url.slice(at + 1))
}

/** A named piece of the path, decoded. */
export function pathPart({ request }: Call, name: string): string {
  const part = request.params[name]
  return typeof part === 'string' ? part : ''
}

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** An id as this service draws them; `null`: nothing bears it. */
export const asId = (text: string): string | null => (uuidForm.test(text) ? text : null)

/** A number from 1 on, in decimal digits. */
export const asNumber = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null)
