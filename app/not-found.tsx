import { NothingHere } from './no-such-page.tsx'

export default function NotFound() {
  return <NothingHere />
}
