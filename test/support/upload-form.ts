import type { Order } from './upload'

/** One part of a form, header by header, so that a form can be what no browser sends. */
export interface FormPart {
  readonly headers: readonly string[]
  readonly content: string | Uint8Array
}

const named = (disposition: string, content: FormPart['content']): FormPart => ({
  headers: [`Content-Disposition: form-data; ${disposition}`],
  content,
})

export const fieldPart = (name: string, content: FormPart['content']): FormPart =>
  named(`name="${name}"`, content)

export const filePart = (name: string, content: FormPart['content'], fileName: string): FormPart =>
  named(`name="${name}"; filename="${fileName}"`, content)

export const formBoundary = 'form-b0undary'
export const formType = `multipart/form-data; boundary=${formBoundary}`

/** The bytes of a form, up to the boundary that closes it. */
export const openForm = (parts: readonly FormPart[]): Buffer =>
  Buffer.concat(
    parts.flatMap(({ headers, content }) => [
      Buffer.from(`--${formBoundary}\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1'),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
  )

export const closing = Buffer.from(`--${formBoundary}--\r\n`)

export const wholeForm = (parts: readonly FormPart[]): Buffer => Buffer.concat([openForm(parts), closing])

/** The two files of an upload as one of the orders has them. */
export const inOrder = (
  order: Order,
  table: FormPart,
  definition: FormPart,
): readonly [FormPart, FormPart] => (order === 'manual' ? [table, definition] : [definition, table])

export const orders: readonly Order[] = ['manual', 'definition-first']

export interface FormAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Sends a body as it is, as a form unless the headers say otherwise. */
export async function postForm(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<FormAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': formType, ...headers },
    body: new Uint8Array(body),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}
