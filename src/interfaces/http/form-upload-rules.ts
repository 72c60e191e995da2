import type { FormRefusal, PartName } from '../../application/upload-parts'
import type { PartHeaders } from './multipart'

/** A token may come behind files while no more of the body has arrived; so much may be held for it. */
export const bytesBeforeToken = 1024 * 1024

const partNames: readonly PartName[] = ['token', 'file_csv', 'file_def']
const transferEncodings = ['7bit', '8bit', 'binary']

/** What makes an upload's form of a multipart form: each part is asked for once, in the form's order. */
export interface UploadFormRules {
  /** `position`: how many bytes of the body lie before the field's end. */
  field(part: PartHeaders, position: number): FormRefusal | 'token'
  file(part: PartHeaders): FormRefusal | 'file_csv' | 'file_def'
  /** At the form's end; `null`: it is whole. */
  missing(): FormRefusal | null
}

export function uploadFormRules(): UploadFormRules {
  const seen = new Set<PartName>()

  const nameOf = (part: PartHeaders): FormRefusal | PartName => {
    if (part.name === undefined) return malformed('A part has no name.')
    const name = partNames.find((known) => known === part.name)
    if (name === undefined) return { code: 'part-unexpected' }
    if (seen.has(name)) return { code: 'part-duplicate', part: name }
    if (!transferEncodings.includes(part.transferEncoding)) {
      return malformed('A Content-Transfer-Encoding must be 7bit, 8bit or binary.')
    }
    seen.add(name)
    return name
  }

  return {
    field(part, position) {
      const name = nameOf(part)
      if (typeof name !== 'string') return name
      if (name !== 'token') return malformed(`${name} must be a file, with a file name.`)
      return position > bytesBeforeToken ? { code: 'token-must-come-first' } : name
    },
    file(part) {
      const name = nameOf(part)
      return name === 'token' ? malformed('token must be a plain field, without a file name.') : name
    },
    missing() {
      const part = partNames.find((name) => !seen.has(name))
      return part === undefined ? null : { code: 'part-missing', part }
    },
  }
}

const malformed = (detail: string): FormRefusal => ({ code: 'multipart-invalid', detail })
