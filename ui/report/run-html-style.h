/* The style of a run's page: calm, one column, light or dark as the reader's system is, black on white on paper. */
#pragma once

#define ISO_RUN_HTML_STYLE                                                                                                          \
  ":root{color-scheme:light dark;--page:#f6f6f6;--card:#ffffff;--text:#2e2e2e;--quiet:#5f5f5f;--line:#e3e3e3;--accent:#1c5fb8;"      \
  "--notice:#fdf0dc}\n"                                                                                                             \
  "@media(prefers-color-scheme:dark){:root{--page:#1e1e1e;--card:#2d2d2d;--text:#f2f2f2;--quiet:#b3b3b3;--line:#454545;"            \
  "--accent:#8ab8f5;--notice:#4a3a1e}}\n"                                                                                           \
  "*{box-sizing:border-box}\n"                                                                                                      \
  "body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 Cantarell,'Segoe UI',system-ui,sans-serif;"                 \
  "font-variant-numeric:tabular-nums}\n"                                                                                            \
  "main{max-width:1088px;margin:0 auto;padding:32px 24px 48px}\n"                                                                   \
  "h1{margin:0;font-size:26px;line-height:1.25;overflow-wrap:anywhere}\n"                                                           \
  "h2{margin:0;font-size:18px;line-height:1.3}\n"                                                                                   \
  ".about,.facts{margin:2px 0 12px;color:var(--quiet)}\n"                                                                           \
  ".facts{margin:4px 0 0}\n"                                                                                                        \
  "section{margin-top:36px}\n"                                                                                                      \
  ".notice{margin:16px 0 0;padding:10px 14px;border-radius:8px;background:var(--notice)}\n"                                         \
  "dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(180px,1fr));gap:12px;margin:24px 0 0}\n"                            \
  "dl div{padding:14px 16px;border-radius:12px;background:var(--card);border:1px solid var(--line)}\n"                              \
  "dt{color:var(--quiet)}\n"                                                                                                        \
  "dd{margin:0}\n"                                                                                                                  \
  "dd b{display:block;font-size:28px;line-height:1.3;font-weight:600}\n"                                                            \
  "dd span{color:var(--quiet);font-size:13px}\n"                                                                                    \
  "figure{margin:0;border-radius:12px;overflow-x:auto;overflow-y:hidden;border:1px solid var(--line);background:var(--card)}\n"                       \
  "img{display:block;width:100%;min-width:720px;height:auto}\n"                                                                     \
  ".table{overflow-x:auto;border-radius:12px;border:1px solid var(--line);background:var(--card)}\n"                                \
  "table{border-collapse:collapse;width:100%}\n"                                                                                    \
  "th,td{padding:7px 16px;text-align:left;vertical-align:baseline;border-top:1px solid var(--line);overflow-wrap:break-word}\n"     \
  "thead th{border-top:0;color:var(--quiet);font-weight:600;white-space:nowrap}\n"                                                  \
  "tbody th{font-weight:400;min-width:130px}\n"                                                                                     \
  ".number{text-align:right;white-space:nowrap}\n"                                                                                  \
  ".strong,.strong th{font-weight:600}\n"                                                                                           \
  ".quiet{color:var(--quiet)}\n"                                                                                                    \
  "code,pre{font:13px/1.5 'Source Code Pro',ui-monospace,monospace}\n"                                                              \
  "pre{margin:0;padding:14px 16px;border-radius:12px;border:1px solid var(--line);background:var(--card);overflow-x:auto}\n"        \
  "summary{cursor:pointer}\n"                                                                                                       \
  "summary h2{display:inline}\n"                                                                                                    \
  "summary:focus-visible{outline:2px solid var(--accent);outline-offset:4px;border-radius:4px}\n"                                   \
  "details .about{margin-top:6px}\n"                                                                                                \
  "footer{margin-top:48px;color:var(--quiet);font-size:13px;overflow-wrap:anywhere}\n"                                              \
  "@media(max-width:600px){main{padding:20px 14px 32px}}\n"                                                                         \
  "@media print{body{background:none}img{min-width:0}dl{grid-template-columns:repeat(4,1fr)}main{max-width:none;padding:0}section{break-inside:avoid}}\n"
