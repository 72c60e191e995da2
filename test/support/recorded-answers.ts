import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { StatusCodes } from '../../src/interfaces/http/http-deps'
import type { SeenAnswer } from './openapi-answers'
import { temporaryDirectory } from './temporary-directory'
import { refuseUndocumented, undocumented } from './watched-answers'

export interface RecordedAnswers {
  /** A service that is started with them records its answers. */
  readonly variables: Readonly<Record<string, string>>
  /** To be called once the process has ended. Rejects with what no description has of its answers. */
  check(): Promise<void>
}

const recorder = path.join(__dirname, 'record-answers.cjs')

/** For a service as a process of its own, as `watchedAnswers` is for one in this process. */
export async function recordedAnswers(statusCodes: StatusCodes): Promise<RecordedAnswers> {
  const directory = await temporaryDirectory()
  const file = path.join(directory.path, 'answers.ndjson')
  return {
    variables: { NODE_OPTIONS: `--require ${JSON.stringify(recorder)}`, RECORDED_ANSWERS: file },
    async check() {
      try {
        // The recorder makes the file at its start: where there is none, nobody has recorded.
        const text = await readFile(file, 'utf8')
        if (statusCodes === 'manual') return
        // Behind the last end of a line stands what a process was killed over.
        const answers = text.split('\n').slice(0, -1)
        refuseUndocumented(new Set(answers.flatMap((line) => undocumented(JSON.parse(line) as SeenAnswer))))
      } finally {
        await directory.remove()
      }
    },
  }
}
