import { GatewayError } from '#lib/mail/gateway-error.ts'
import * as v from 'valibot'

/** Turns what came from outside into a value of ours. Throws GatewayError 'invalid', with the first reason for the log. */
export type Shape<T> = (input: unknown) => T

/** The shape that a valibot schema describes. */
export function shape<Schema extends v.GenericSchema>(schema: Schema): Shape<v.InferOutput<Schema>> {
  return (input) => {
    const result = v.safeParse(schema, input, { abortEarly: true })
    if (result.success) return result.output
    const [issue] = result.issues
    throw new GatewayError('invalid', `${v.getDotPath(issue) ?? 'input'}: ${issue.type}`)
  }
}
