-- A session of Neovim with the server; what happened is written as JSON to the file in NOTELINT_TEST_RESULT.
local result = {}
local function finish()
  local file = io.open(vim.env.NOTELINT_TEST_RESULT, "w")
  file:write(vim.json.encode(result))
  file:close()
  for _, client in pairs(vim.lsp.get_active_clients()) do
    client.stop()
  end
  vim.wait(5000, function() return #vim.lsp.get_active_clients() == 0 end, 20)
  vim.cmd("qall!")
end
local function shown(bufnr)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(bufnr)) do
    local line = vim.api.nvim_buf_get_lines(bufnr, one.lnum, one.lnum + 1, false)[1]
    table.insert(found, { code = one.code, severity = one.severity, line = one.lnum, words = line:sub(one.col + 1, one.end_lnum == one.lnum and one.end_col or #line) })
  end
  return found
end
local function run()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.NOTELINT_TEST_NOTE))
  local bufnr = vim.api.nvim_get_current_buf()
  local command = vim.split(vim.env.NOTELINT_TEST_SERVER, "\n")
  local id = vim.lsp.start_client({ name = "notelint", cmd = command, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(bufnr, id)
  vim.wait(60000, function() return #vim.diagnostic.get(bufnr) > 0 end, 20)
  result.opened = shown(bufnr)
  result.encoding = vim.lsp.get_client_by_id(id).offset_encoding

  -- the author fills the blank
  local lines = vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)
  for at, line in ipairs(lines) do
    if line:find("***", 1, true) then
      vim.api.nvim_buf_set_lines(bufnr, at - 1, at, false, { (line:gsub("%*%*%*", "250")) })
    end
  end
  vim.wait(60000, function()
    for _, one in ipairs(vim.diagnostic.get(bufnr)) do
      if one.code == "unfilled-placeholder" then return false end
    end
    return true
  end, 20)
  result.filled = shown(bufnr)
  vim.cmd("silent write")

  local first = vim.diagnostic.get(bufnr)[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local function ask(method, params) return vim.lsp.buf_request_sync(bufnr, method, params, 60000)[id] end
  result.hover = ask("textDocument/hover", vim.lsp.util.make_position_params()).result
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = {} }
  local actions = ask("textDocument/codeAction", params).result
  result.actions = vim.tbl_map(function(action) return action.title end, actions)
  result.symbols = ask("textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params() }).result
  for _, action in ipairs(actions) do
    if action.title:find("clinical-judgement", 1, true) and not result.acknowledged then
      result.acknowledged = ask("workspace/executeCommand", { command = action.command.command, arguments = action.command.arguments })
    end
  end
  vim.wait(60000, function()
    for _, one in ipairs(vim.diagnostic.get(bufnr)) do
      if one.severity == vim.diagnostic.severity.HINT then return true end
    end
    return false
  end, 20)
  result.after = shown(bufnr)
  result.query = ask("workspace/executeCommand", { command = actions[1].command.command, arguments = actions[1].command.arguments })
  if result.query.result then
    local query = vim.uri_to_bufnr(result.query.result.uri)
    vim.fn.bufload(query)
    result.query_lines = vim.api.nvim_buf_get_lines(query, 0, 5, false)
  end
end
local ok, problem = xpcall(run, debug.traceback)
if not ok then result.problem = problem end
finish()
