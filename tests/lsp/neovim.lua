-- Works on a file with `csws lsp` as a person does, and writes what it saw as JSON to $SEEN.
local file, seen = vim.env.FILE, {}

local function fail(why)
  vim.fn.writefile({ vim.json.encode({ error = why }) }, vim.env.SEEN)
  vim.cmd("qa!")
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local client = vim.lsp.start_client({
  name = "csws",
  cmd = vim.split(vim.env.SERVER, "\n"),
  root_dir = vim.env.ROOT,
  on_error = function(_, why) fail(tostring(why)) end,
})
vim.lsp.buf_attach_client(0, client)

local function codes()
  return vim.tbl_map(function(found) return found.code or found.user_data.lsp.code end, vim.diagnostic.get(0))
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then fail("waited in vain for " .. what) end
end

local function request(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  local answer = answers and answers[client]
  if not answer or answer.err then fail(method .. ": " .. vim.inspect(answer)) end
  return answer.result
end

local function lines() return vim.api.nvim_buf_get_lines(0, 0, -1, false) end

-- Type a team that does not exist, and look at the finding.
wait("the server", function() return vim.lsp.buf_is_attached(0, client) and vim.lsp.get_client_by_id(client).initialized end)
vim.fn.search("teams: .EMEA CSM")
vim.cmd("substitute/EMEA CSM/emea csm 👩/")
vim.cmd("substitute/ 👩//")
wait("a finding", function() return #vim.diagnostic.get(0) > 0 end)
seen.codes = codes()

-- Apply its correction.
local range = vim.lsp.util.make_range_params()
range.context = { diagnostics = {} }
vim.fn.search("emea csm,", "bc")
range = vim.tbl_extend("force", range, vim.lsp.util.make_range_params())
local actions = request("textDocument/codeAction", range)
seen.fixes = vim.tbl_map(function(action) return action.title end, actions)
vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16")
wait("no finding", function() return #vim.diagnostic.get(0) == 0 end)

-- Complete a key.
vim.fn.search("teams:")
vim.cmd("normal! o    ")
vim.cmd("startinsert!")
local params = vim.lsp.util.make_position_params()
params.position.character = 4
local items = request("textDocument/completion", params).items
seen.keys = { items[1].label, items[2].label }
vim.cmd("stopinsert")
vim.cmd("normal! dd")

-- Rename the workspace.
vim.fn.cursor(1, 1)
vim.fn.search("emea:")
local rename = vim.lsp.util.make_position_params()
rename.newName = "europe"
vim.lsp.util.apply_workspace_edit(request("textDocument/rename", rename), "utf-16")
seen.text = lines()

vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
vim.lsp.stop_client(client)
vim.cmd("qa!")
