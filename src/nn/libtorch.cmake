# Finds libtorch and makes the target `libtorch`: Torch_DIR or CMAKE_PREFIX_PATH first, then a torch that python3
# can import, then the one in .venv. The libraries are linked directly: Torch's own CMake package stops on a
# machine that has a wheel built for CUDA and no CUDA toolkit.
set(libtorch_roots "")
if(Torch_DIR)
  cmake_path(SET torch_root NORMALIZE "${Torch_DIR}/../../..")
  list(APPEND libtorch_roots "${torch_root}")
endif()
list(APPEND libtorch_roots ${CMAKE_PREFIX_PATH})
foreach(python python3 ${PROJECT_SOURCE_DIR}/.venv/bin/python)
  execute_process(
    COMMAND ${python} -c "import importlib.util, os; s = importlib.util.find_spec('torch'); print(os.path.dirname(s.origin) if s else '')"
    OUTPUT_VARIABLE torch_root OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  list(APPEND libtorch_roots ${torch_root})
endforeach()

find_path(LIBTORCH_INCLUDE_DIR torch/csrc/api/include/torch/types.h
  PATHS ${libtorch_roots} PATH_SUFFIXES include NO_DEFAULT_PATH)
if(NOT LIBTORCH_INCLUDE_DIR)
  message(FATAL_ERROR "libtorch was not found: run scripts/setup.sh, or give -DTorch_DIR=, "
    "or -DSENTIMENT_TRAINING=OFF to build everything that does not train")
endif()
cmake_path(GET LIBTORCH_INCLUDE_DIR PARENT_PATH libtorch_root)
message(STATUS "libtorch: ${libtorch_root}")

add_library(libtorch INTERFACE)
target_include_directories(libtorch SYSTEM INTERFACE
  ${LIBTORCH_INCLUDE_DIR} ${LIBTORCH_INCLUDE_DIR}/torch/csrc/api/include)
target_link_directories(libtorch INTERFACE ${libtorch_root}/lib)
target_link_libraries(libtorch INTERFACE torch torch_cpu c10)
if(EXISTS ${libtorch_root}/lib/libtorch_cuda.so)
  # Nothing refers to libtorch_cuda by name: it registers its kernels when it is loaded, so it must stay linked.
  target_link_libraries(libtorch INTERFACE -Wl,--no-as-needed torch_cuda c10_cuda -Wl,--as-needed)
endif()
target_link_options(libtorch INTERFACE -Wl,-rpath,${libtorch_root}/lib)
