import { TraceList } from '#components/admin/trace-list.tsx'
import { tracesSeenBy, traceReport } from '#lib/http/admin/traces.ts'
import { failedForm } from '#lib/http/failed-forms.ts'
import { one, type Search } from '../../load-mail-screen.ts'
import { adminPage } from '../admin-page.tsx'

export default async function AdminTracesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const search = await searchParams
  return adminPage('traces', search, async ({ administrator, urls, words, dates, token }) => (
    <TraceList traces={(await tracesSeenBy(administrator)).map((trace) => traceReport(trace))} seesBox={administrator.isOfAll} typed={failedForm(one(search.failed))?.fields} urls={urls} dates={dates} words={words} token={token} />
  ))
}
